"""What is known before a file is opened: kinds, departments, states, encodings, what an answer looks like."""
