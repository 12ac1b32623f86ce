"""The model: a mutual in memory, written from the file formats and the rules of the trade. It imports no product."""
