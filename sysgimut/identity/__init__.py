"""Who logs in, with which role, over which part of the network; the one gateway that answers “may they?”."""
