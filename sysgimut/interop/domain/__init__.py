"""Exchange files as pure rules: what a cell, a row, a household and a bordereau may say."""
