"""What nobody should send, to every door: a clear answer, nothing stored, nothing learned, never a 500."""
