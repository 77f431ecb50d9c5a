"""The words branchline thinks in: frozen values, nothing but the standard library."""
