"""The books: every franc that moves is a balanced double entry, in its legal entity and activity."""
