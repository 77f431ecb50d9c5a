"""`python -m branchline`: the same as the command."""

from branchline.cli import main

raise SystemExit(main())
