"""Every failure: its status, its words and the way on."""
