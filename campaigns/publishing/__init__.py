"""Publishing and withdrawing campaigns."""
