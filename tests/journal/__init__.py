"""The journal proved with the whole product around it."""
