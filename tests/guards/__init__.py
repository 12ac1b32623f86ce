"""What the database itself promises: listed, compared with both engines' catalogues, and attacked."""
