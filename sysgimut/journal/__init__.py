"""The journal: every command, what it changed, and the proof that nothing was altered since."""
