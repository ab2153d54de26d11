"""Attempts: a question or a recording tried again, until something came or the attempts are used up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tropo_lab.platform.control.orders import Question, Taping, Tell
from tropo_lab.platform.control.result import Result


async def in_attempts(
    order: Question | Taping, attempt: Callable[[tuple[str, ...]], Awaitable[Result]], tell: Tell | None
) -> Result:
    """What the first attempt brought that did not fail, or the last one; `attempt` is given what is said before it.

    `tell` is told of each that failed.
    """
    prompts, number = order.prompts, 1
    while True:
        result = (await attempt(prompts))._replace(attempt=number)
        if result.how not in ("timeout", "nomatch"):
            return result
        if tell is not None:
            await tell(result)
        if number >= order.attempts:
            return result
        again = order.retry(result.how, number) if order.retry is not None else ()
        prompts, number = (*again, *order.prompts), number + 1
