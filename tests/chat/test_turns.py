"""Promises of chat/turns.py: who is next, and how many may wait."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import metrics
from chat.refusals import Busy
from chat.turns import CROWD, Turns


class Room:
    """People who take turns; notes who was served, and how many were at once."""

    def __init__(self, at_once: int = 1, waiting: int = 100, waiting_of_one: int = 100) -> None:
        self.turns = Turns(at_once, waiting, waiting_of_one)
        self.served: list[int] = []
        self.inside: list[int] = []
        self.most = self.most_of_one = 0

    async def come(self, person: int) -> None:
        """Take one turn."""
        async with self.turns.turn(person):
            self.served.append(person)
            self.inside.append(person)
            self.most = max(self.most, len(self.inside))
            self.most_of_one = max(self.most_of_one, self.inside.count(person))
            try:
                await asyncio.sleep(0)
            finally:
                self.inside.remove(person)

    async def come_all(self, people: Sequence[int]) -> None:
        """Come at the same time, in this order."""
        await asyncio.gather(*(self.come(person) for person in people))


async def test_fair() -> None:
    """Somebody's single photo waits for one of another's fifty, not for all."""
    room = Room()
    await room.come_all([1] * 50 + [2])
    assert room.served[:3] == [1, 1, 2] or room.served[:2] == [1, 2]
    assert room.served.count(1) == 50


async def test_in_order() -> None:
    """Photos of one person are taken in the order in which they came."""
    turns, served = Turns(2, 100, 100), []

    async def come(number: int) -> None:
        async with turns.turn(7):
            served.append(number)

    await asyncio.gather(*(come(number) for number in range(20)))
    assert served == list(range(20))


@given(
    people=st.lists(st.integers(1, 5), max_size=40),
    at_once=st.integers(1, 6),
    cancelled=st.sets(st.integers(0, 39)),
)
def test_always(people: list[int], at_once: int, cancelled: set[int]) -> None:
    """Whoever comes and goes, the limits hold, all others are served, and every turn comes back."""

    async def play() -> Room:
        room = Room(at_once)
        tasks = [asyncio.create_task(room.come(person)) for person in people]
        await asyncio.sleep(0)
        for number, task in enumerate(tasks):
            if number in cancelled:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await room.come_all(range(at_once))
        return room

    room = asyncio.run(play())
    assert room.most <= at_once
    assert room.most_of_one <= 1
    stayed = [person for number, person in enumerate(people) if number not in cancelled]
    assert not set(stayed) - set(room.served)
    assert room.turns._free == at_once
    assert not room.turns._queues
    assert not room.turns._in_work
    assert metrics.WAITING._value.get() == 0


async def test_busy_in_all() -> None:
    """When too many wait, whoever comes next is told at once."""
    room = Room(waiting=2)
    results = await asyncio.gather(
        *(room.come(person) for person in range(5)), return_exceptions=True
    )
    assert [type(result) for result in results].count(Busy) == 2


async def test_busy_for_one() -> None:
    """One person's limit is not another's."""
    room = Room(waiting_of_one=1)
    results = await asyncio.gather(
        *(room.come(person) for person in (1, 1, 1, 2)), return_exceptions=True
    )
    assert [isinstance(result, Busy) for result in results] == [False, False, True, False]


async def test_fails_inside() -> None:
    """A turn comes back when its work fails."""
    turns = Turns(1, 10, 10)
    with pytest.raises(RuntimeError):
        async with turns.turn(1):
            raise RuntimeError
    async with asyncio.timeout(5), turns.turn(1):
        pass


async def test_a_crowd_is_told() -> None:
    """Who shows "typing…" can tell when too many wait for that."""
    room = Room(at_once=1)
    assert not room.turns.is_crowded()
    coming = asyncio.gather(*(room.come(person) for person in range(CROWD + 1)))
    await asyncio.sleep(0)
    assert room.turns.is_crowded()
    await coming
    assert not room.turns.is_crowded()
