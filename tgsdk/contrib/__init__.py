"""tgsdk in other people's frameworks."""
