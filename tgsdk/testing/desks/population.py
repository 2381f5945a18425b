"""Populating a desk: how many chats of which kind, with whom, since when, how many messages unread."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..accounts import Account
from .account_desk import AccountDesk
from .chats import Chat, Planned, Writer
from .every_kind import EveryKind
from .numbers import file_id, mix, pick, signed
from .peers import Channel, Group, Peer, Person
from .pictures import Avatar
from .texts import ENGLISH, RUSSIAN, Language
from .writers import Writers

DAY = 86_400
OLDEST = 400 * DAY
FIRST_ID = 1_100
NOT_A_SECRET = random.Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The number of chats of each kind on a desk, the length of ordinary ones, and whether there are special ones."""

    language: Language
    other_language: Language
    people: int
    groups: int
    supergroups: int
    channels: int
    longest: int
    has_specials: bool = True


POPULATIONS = {
    412_673_905: Population(
        language=RUSSIAN, other_language=ENGLISH, people=240, groups=18, supergroups=24, channels=8, longest=60
    ),
    6_104_882_350: Population(
        language=ENGLISH, other_language=RUSSIAN, people=240, groups=18, supergroups=24, channels=8, longest=60
    ),
    5_830_214_477: Population(
        language=RUSSIAN,
        other_language=ENGLISH,
        people=4_599,
        groups=180,
        supergroups=180,
        channels=40,
        longest=10,
        has_specials=False,
    ),
    1_297_440_618: Population(
        language=RUSSIAN,
        other_language=ENGLISH,
        people=33,
        groups=3,
        supergroups=2,
        channels=1,
        longest=40,
        has_specials=False,
    ),
}


def make_desk(account: Account, opened_at: int, now: Callable[[], float]) -> AccountDesk:
    """Make the desk of this account; an empty one if it has no population."""
    population = POPULATIONS.get(account.user_id)
    me = Person(
        id=account.user_id,
        access_hash=account.access_hash,
        first_name=account.first_name,
        last_name=account.last_name,
        username=account.username,
        phone=account.phone,
        is_self=True,
    )
    desk = AccountDesk(account, me, population.language if population else ENGLISH, opened_at, now)
    if population:
        Populator(desk, population).fill()
    desk.last_id = max(desk.last_id, FIRST_ID)
    return desk


class Populator:
    """Fills one desk with chats."""

    def __init__(self, desk: AccountDesk, population: Population):
        self.desk = desk
        self.population = population
        self.rng = NOT_A_SECRET(desk.seed)
        self.writers = Writers(desk)
        self.people = [self._person(number) for number in range(population.people)]
        self.together: dict[int, tuple[int, ...]] = {}
        self._dates: dict[int, list[int]] = {}

    def fill(self) -> None:
        chats = list(self._ordinary())
        self.rng.shuffle(chats)
        chats[2:2] = [self._saved()]
        if self.population.has_specials:
            for place, chat in zip((1, 3, 5, 8, 12, 16, 21, 30, 44), self._specials(), strict=False):
                chats.insert(place, chat)
        self._date(chats)
        for chat in chats:
            self.desk.add_chat(chat)
        self._number(chats)
        self._mark(chats)
        for chat in chats:
            if isinstance(chat.peer, Channel) and chat.peer.is_forum:
                chat.topics = EveryKind(self.writers).topics(chat)

    def _ordinary(self) -> Iterator[Chat]:
        for number, person in enumerate(self.people):
            yield self._chat(person, self.writers.private, 1 + number)
        kinds = (
            (self.population.groups, self._group, self.writers.group, 100_000),
            (self.population.supergroups, self._supergroup, self.writers.group, 200_000),
            (self.population.channels, self._channel, self.writers.posts, 300_000),
        )
        for count, make, writer, first in kinds:
            for number in range(first, first + count):
                yield self._chat(make(number), writer, number)

    def _saved(self) -> Chat:
        return self._chat(self.desk.me, self.writers.saved, 0)

    def _specials(self) -> Iterator[Chat]:
        """Yield the chats that every large desk has one of, the newest first."""
        special = self.desk.language.specials
        every_kind = EveryKind(self.writers)
        first_name, last_name = special.every_kind
        candidate = self._person(400_001)
        candidate.first_name, candidate.last_name, candidate.username = first_name, last_name, None
        candidate.is_contact = True
        for name, number in (("team", 400_002), ("supergroup", 400_003), ("forum", 400_004)):
            peer: Group | Channel = self._group(number) if name == "team" else self._supergroup(number)
            peer.title = getattr(special, name)
            if isinstance(peer, Channel):
                peer.is_forum = name == "forum"
            writer = {"team": every_kind.team, "supergroup": every_kind.supergroup, "forum": every_kind.forum}[name]
            yield self._chat(peer, writer, number, length=60)
            if name == "team":
                self.together[candidate.id] = every_kind.album_places
                yield self._chat(candidate, every_kind.candidate, 400_001, length=every_kind.length)
        long = self._supergroup(400_005)
        long.title = special.long
        yield self._chat(long, self.writers.group, 400_005, length=10_000)
        for title, may_post, number in ((special.read_only, False, 400_006), (special.own_channel, True, 400_007)):
            channel = self._channel(number)
            channel.title, channel.may_post = title, may_post
            yield self._chat(channel, self.writers.posts, number)
        bot = self._person(400_008)
        bot.first_name, bot.last_name, bot.username, bot.is_bot = special.bot, None, "hr_helper_demo_bot", True
        yield self._chat(bot, self.writers.bot, 400_008)
        ghost = self._person(400_009)
        ghost.first_name = ghost.last_name = ghost.username = ghost.phone = ghost.avatar = None
        ghost.is_deleted = True
        yield self._chat(ghost, self.writers.private, 400_009)

    def _chat(self, peer: Peer, writer: Writer, number: int, *, length: int | None = None) -> Chat:
        seed = mix(self.desk.seed, number)
        length = length or 3 + seed % (self.population.longest - 2)
        return Chat(peer=peer, seed=seed, writer=writer, script_length=length)

    def _date(self, chats: list[Chat]) -> None:
        """Give each chat the times of its messages: the last one of the first chat is the newest."""
        for place, chat in enumerate(chats):
            if place % 7 == 3 and chat.script_length < 10_000 and chat.peer is not self.desk.me:
                chat.unread = 1 + chat.seed % 9
            if chat.peer.kind == "supergroup" and chat.script_length < 60 and place % 3 == 0:
                chat.unread, chat.script_length = 250, 260
            chat.script_length = max(chat.script_length, chat.unread + 2)
            chat.first_unread = chat.script_length - chat.unread
            newest = self.desk.opened_at - 20 - 60 * place - int((place / len(chats)) ** 2.5 * OLDEST) - chat.seed % 50
            times = self._dates[chat.id] = self._times(chat.script_length, newest)
            for album in self.together.get(chat.id, ()):
                times[album] = times[self.together[chat.id][-1]]

    def _times(self, count: int, newest: int) -> list[int]:
        """Return times, the oldest first, minutes, hours, now and then days apart, that end with the newest one."""
        gaps = [self._gap(self.rng.random()) for _ in range(count - 1)]
        left = newest - (self.desk.opened_at - OLDEST)
        whole = sum(gaps)
        scale = min(1.0, max(left, 3600) / whole) if whole else 1.0
        times, time = [newest], float(newest)
        for gap in gaps:
            time -= gap * scale
            times.append(int(time))
        return times[::-1]

    @staticmethod
    def _gap(number: float) -> float:
        if number < 0.7:
            return 15 + number * 900
        return 1_800 + (number - 0.7) * 90_000 if number < 0.93 else 86_400 * (1 + (number - 0.93) * 60)

    def _number(self, chats: list[Chat]) -> None:
        """Number the messages: each channel on its own, all others of the desk together in the order of their times."""
        together: list[tuple[int, int, int]] = []
        for number, chat in enumerate(chats):
            times = self._dates[chat.id]
            if chat.is_channel:
                chat.plan = [Planned(place + 1, time, place) for place, time in enumerate(times)]
            else:
                together += [(time, number, place) for place, time in enumerate(times)]
        together.sort()
        message_id = FIRST_ID
        for time, number, place in together:
            message_id += 2 if (number + place) % 11 == 0 else 1
            chats[number].plan.append(Planned(message_id, time, place))
            self.desk.homes[message_id] = chats[number]
        self.desk.last_id = message_id

    def _mark(self, chats: list[Chat]) -> None:
        """Mark chats as read up to a message, muted, pinned or archived."""
        for place, chat in enumerate(chats):
            plan = chat.plan
            chat.read_inbox = plan[-1 - chat.unread].id
            chat.read_outbox = plan[-1].id if chat.seed % 4 else plan[-2].id
            chat.is_muted = place % 5 == 2
            chat.folder = 1 if place > 20 and place % 13 == 5 else 0
        for rank, place in enumerate((40, 2, 1, 75) if len(chats) > 100 else (9, 4)):
            if place < len(chats):
                chats[place].pinned, chats[place].folder = rank, 0

    def _person(self, number: int) -> Person:
        seed = mix(self.desk.seed, number, 20)
        language = self.population.language if seed % 5 else self.population.other_language
        is_woman = seed >> 8 & 1
        names = language.women if is_woman else language.men
        surnames = language.womens_surnames if is_woman else language.mens_surnames
        # Users have joined Telegram over the years: about half of the ids need more than 31 bits.
        id_ = (
            100_000_000 + (seed >> 9) % 2_000_000_000 if seed >> 10 & 1 else 5_000_000_000 + (seed >> 9) % 2_900_000_000
        )
        return Person(
            id=id_,
            access_hash=signed(mix(self.desk.seed, id_)),
            first_name=names[(seed >> 16) % len(names)],
            last_name=surnames[(seed >> 24) % len(surnames)] if seed % 9 else None,
            username=f"user_{id_ % 1_000_003:06d}" if seed >> 12 & 1 else None,
            phone=f"7999{id_ % 10_000_000:07d}" if seed % 3 == 0 else None,
            is_contact=seed % 3 == 0,
            avatar=self._avatar(seed),
            seen_ago=seed % 100_000 if seed >> 13 & 1 else None,
        )

    def _avatar(self, seed: int) -> Avatar | None:
        if seed >> 14 & 1:
            return None
        return Avatar(photo_id=file_id(seed, 21), dc_id=1 + (seed >> 15 & 1), seed=seed)

    def _group(self, number: int) -> Group:
        seed = mix(self.desk.seed, number, 22)
        return Group(
            id=200_000_000 + seed % 800_000_000,
            title=self.writers.filled(pick(self.population.language.group_titles, seed), seed),
            created_at=self.desk.opened_at - OLDEST - seed % OLDEST,
            members=self._members(seed),
            avatar=self._avatar(seed),
        )

    def _supergroup(self, number: int) -> Channel:
        seed = mix(self.desk.seed, number, 23)
        return Channel(
            id=1_010_000_000 + seed % 1_590_000_000,
            access_hash=signed(mix(self.desk.seed, number, 24)),
            title=self.writers.filled(pick(self.population.language.group_titles, seed), seed),
            created_at=self.desk.opened_at - OLDEST - seed % OLDEST,
            members=self._members(seed),
            username=f"hr_group_{seed % 99_991}" if seed >> 4 & 1 else None,
            avatar=self._avatar(seed),
        )

    def _channel(self, number: int) -> Channel:
        channel = self._supergroup(number)
        channel.is_broadcast, channel.may_post = True, number % 2 == 0
        channel.title = self.writers.filled(pick(self.population.language.channel_titles, channel.id), channel.id)
        return channel

    def _members(self, seed: int) -> tuple[Person, ...]:
        return tuple({pick(self.people, seed, place): None for place in range(3 + seed % 5)})
