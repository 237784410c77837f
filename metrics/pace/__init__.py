"""Will it be done in time: throughput, chances, burn-up, the frozen state."""
