"""``make bench``: every table in one run. It ends with an error when a goal was missed."""

import sys

from . import calling, desk, enduring, engines, held_up, looking, many_accounts, polling, rendering, running, weighing


def main() -> None:
    print("# tgsdk and HR Helper beside their peers\n\nMedians of one run; ratios are what counts.")
    tables = (running, calling, engines, desk, enduring, polling, many_accounts, rendering, weighing, held_up, looking)
    met = [table.run() for table in tables]
    sys.exit(0 if all(met) else "\nA goal was missed.")


if __name__ == "__main__":
    main()
