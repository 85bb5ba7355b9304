"""Hard attention (ATRHA) and soft attention (SSA, CAMSA): paper sections 3.1 and 3.2."""
