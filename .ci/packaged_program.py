"""What a packaged folder starts: the program, or what it asks of its Python for a process of its own (-m and -c)."""

import multiprocessing
import runpy
import sys


def main() -> int:
    """Do as `python -m workbench`, `python -m MODULE` or `python -c CODE` would; the exit status."""
    match sys.argv[1:]:
        case ["-m", module, *words]:
            sys.argv = [sys.argv[0], *words]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
            return 0
        case ["-c", code, *words]:
            sys.argv = ["-c", *words]
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
            return 0
    from workbench.__main__ import main as program

    return program()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
