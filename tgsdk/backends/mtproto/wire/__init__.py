"""The wire: from a packet over TCP up to a call that is answered."""
