"""Part `orders`: how many orders of five items a second two workers fulfil, with few and with many waiting, and faults."""

from __future__ import annotations

from pathlib import Path

from eval.bench.common import Row, Sizes, at_least, at_most, say
from eval.orders.cli import evaluate
from eval.orders.running import measure_waiting

FAST, FLAT, FIFTH, NONE, ALL = at_least(30.0), at_least(0.8), at_least(5.0), at_most(0), at_least(1.0)


def measure(sizes: Sizes, work: Path) -> list[Row]:  # noqa: ARG001 - as the other parts
    """Throughput, whether it stays as more orders wait, and what failing ports and killed workers leave behind."""
    speeds = {}
    for waiting in sizes.waiting:
        say(f"orders: {sizes.orders} with {waiting} waiting")
        speeds[waiting] = measure_waiting(waiting, sizes.orders)
    first, last = speeds[sizes.waiting[0]], speeds[sizes.waiting[-1]]
    where = "PostgreSQL, 2 workers" if first is not None else "no PostgreSQL here"
    flat = None if first is None or last is None else last / first
    say(f"orders: {sizes.faulty} with failing ports and killed workers")
    faulty = evaluate(sizes.faulty, 0.1, 20, 1, 2, None)["metrics"]
    note = f"{sizes.faulty} orders, 10% of the calls fail, {faulty['workers_killed']} workers killed"
    return [
        *(
            Row(f"orders of 5 items a second, {waiting:,} waiting", speeds[waiting], "/s", FAST, where)
            for waiting in speeds
        ),
        Row("the last of the first", flat, "", FLAT),
        Row("orders completed, cancelled or in fallout", faulty["ended"], "", ALL, note),
        Row("inventory difference", faulty["inventory_difference"], "", NONE, note),
        Row("lost events", faulty["lost_events"], "", NONE, note),
        Row("repeated effects", faulty["repeated_effects"], "", NONE, note),
        Row("orders of 5 items a second", faulty["orders_per_s"], "/s", note=note),
        Row("wait of the lowest priority in those of the highest", faulty["wait_ratio_low_high"], "×", FIFTH),
        Row("orders overtaken beyond their ageing bound", faulty["beyond_ageing_bound"], "", NONE),
    ]
