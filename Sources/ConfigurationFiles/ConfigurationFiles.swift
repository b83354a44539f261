// Started with the first content of this target.
