"""`python -m lint` is `jxlint`."""

from lint.cli import main

if __name__ == "__main__":
    main()
