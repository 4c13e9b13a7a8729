// The explorer: the reader moves the slope, and the line, its error and the error's derivative follow.
