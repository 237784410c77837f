"""What the criteria add up to: index, risk, scores, last year beside this one."""
