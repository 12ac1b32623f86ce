"""Who treats: facilities, their agreements and their tariffs."""
