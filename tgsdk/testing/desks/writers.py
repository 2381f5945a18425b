"""Writers of ordinary chats: each message follows from the chat's seed and the message's place in it."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .account_desk import AccountDesk
from .chats import Chat, Message, Planned
from .clips.sounds import Hum
from .files import Document, Pdf, Photo
from .numbers import file_id, mix, pick, signed
from .peers import Channel, Group, Person
from .pictures import Picture, photo_sizes
from .texts import ENGLISH, RUSSIAN, Language

LINES = 8  # of a dialogue
DATA_CENTRES = (1, 2)


class Writers:
    """Writes the messages of one desk."""

    def __init__(self, desk: AccountDesk):
        self.desk = desk
        self.language = desk.language

    def language_of(self, chat: Chat) -> Language:
        """Return the language of a chat: that of the other side's name."""
        is_english = chat.peer.title.isascii() and chat.peer.title != ""
        return ENGLISH if is_english else RUSSIAN if chat.peer.title else self.language

    def filled(self, template: str, *numbers: int, name: str = "", language: Language | None = None) -> str:
        """Fill the gaps of a template with a role, a company and so on."""
        if "{" not in template:
            return template
        words, number = language or self.language, mix(*numbers)
        text = template.format(
            name=name,
            me=self.desk.me.first_name,
            role=words.roles[number % len(words.roles)],
            company=words.companies[(number >> 8) % len(words.companies)],
            city=words.cities[(number >> 16) % len(words.cities)],
            day=words.days[(number >> 24) % len(words.days)],
            time=words.times[(number >> 32) % len(words.times)],
            sum=words.sums[(number >> 40) % len(words.sums)],
        )
        text = text.lstrip(", ")  # of those who have no name
        return text[:1].upper() + text[1:]

    def private(self, chat: Chat, planned: Planned) -> Message:
        """Write a private chat: dialogues one after the other, and at the end what is unread."""
        person, place = chat.peer, planned.place
        name = getattr(person, "first_name", None) or ""
        language = self.language_of(chat)
        block, line = divmod(place, LINES)
        is_out, template = pick(language.dialogues, chat.seed, block)[line]
        text = self.filled(template, chat.seed, block, name=name, language=language)
        if place >= chat.first_unread:
            template = pick(language.unanswered, chat.seed, place)
            is_out, text = False, self.filled(template, chat.seed, place, language=language)
        message = self.note(chat, planned, text, is_out=is_out)
        self.vary(chat, message, place)
        return message

    def group(self, chat: Chat, planned: Planned) -> Message:
        """Write a group: colleagues among themselves, the account now and then."""
        place = planned.place
        text = self.filled(pick(self.language.group_lines, chat.seed, place), chat.seed, place)
        is_out = mix(chat.seed, place, 1) % 6 == 0 and place < chat.first_unread
        message = self.note(chat, planned, text, is_out=is_out)
        if not is_out:
            message.sender = self._member(chat, place)
        self.vary(chat, message, place)
        return message

    def posts(self, chat: Chat, planned: Planned) -> Message:
        """Write a post of a channel."""
        place = planned.place
        text = self.filled(pick(self.language.posts, chat.seed, place), chat.seed, place)
        message = self.note(chat, planned, text, is_out=False)
        message.views = 100 + mix(chat.seed, place, 2) % 9_000
        if place % 3:
            editor = self._person(chat, place)
            message.author = editor.title if editor else None
        if place % 5 == 1:
            message.media = self.photo(planned.date, chat.seed, place)
        return message

    def saved(self, chat: Chat, planned: Planned) -> Message:
        """Write a note in Saved Messages."""
        place = planned.place
        name = pick(self.language.women, chat.seed, place)
        text = self.filled(pick(self.language.notes, chat.seed, place), chat.seed, place, name=name)
        return self.note(chat, planned, text, is_out=False)

    def bot(self, chat: Chat, planned: Planned) -> Message:
        """Write for a bot that tells of new applicants."""
        if planned.place == 0:
            command = raw.types.MessageEntityBotCommand(offset=0, length=6)
            message = self.note(chat, planned, "/start", is_out=True)
            message.entities = (command,)
            return message
        text = self.filled(pick(self.language.posts, chat.seed, planned.place), chat.seed, planned.place)
        return self.note(chat, planned, text, is_out=False)

    def note(self, chat: Chat, planned: Planned, text: str, *, is_out: bool) -> Message:
        """Write a plain text. In a private chat only the account's own messages name their sender, as Telegram does."""
        is_own = is_out or (isinstance(chat.peer, Person) and chat.peer.is_self)
        sender = self.desk.me.id if is_own and not (isinstance(chat.peer, Channel) and chat.peer.is_broadcast) else None
        return Message(id=planned.id, date=planned.date, chat_id=chat.id, is_out=is_out, sender=sender, text=text)

    def vary(self, chat: Chat, message: Message, place: int) -> None:
        """Make one message in five more than plain text."""
        number = mix(chat.seed, place, 3) % 100
        if number < 3:
            message.media = self.photo(message.date, chat.seed, place)
            message.text = pick(self.language_of(chat).captions, chat.seed, place) if number else ""
        elif number < 6 and not message.is_out:
            message.media = self.resume(message.date, chat, place)
            message.text = ""
        elif number < 8:
            message.media = self.voice(message.date, chat.seed, place)
            message.text = ""
        elif number < 15 and place:
            message.reply_to = message.id - 1 if chat.is_channel else self._previous(chat, message.id)
        elif number < 18:
            message.edited_at = message.date + 40 + number

    def photo(self, date: int, *numbers: int) -> Photo:
        seed = mix(*numbers, 4)
        id_ = file_id(seed)
        dc_id = pick(DATA_CENTRES, seed, 5)
        sizes = photo_sizes(seed)
        photo = Photo(id=id_, access_hash=signed(mix(id_)), dc_id=dc_id, date=date, seed=seed, sizes=sizes)
        self.desk.keep(photo)
        return photo

    def resume(self, date: int, chat: Chat, place: int) -> Document:
        size = 60_000 + mix(chat.seed, place, 6) % 400_000
        person = self._person(chat, place)
        title = f"{self.language_of(chat).resume} {person.title if person else ''}".strip()
        lines = ("Curriculum vitae", f"Reference {chat.seed % 100_000}-{place}")
        name = title.replace(" ", "_") + ".pdf"
        content = Pdf(size=size, lines=lines)
        thumbnail = Picture(type="m", width=226, height=320, seed=chat.seed)
        return self.document(content, date, "application/pdf", name, chat.seed, place, thumbnail=thumbnail, dc_id=None)

    def voice(self, date: int, *numbers: int) -> Document:
        seconds = 2 + mix(*numbers, 8) % 60
        content = Hum(seconds=seconds)
        waveform = b"".join(mix(*numbers, 8, place).to_bytes(8, "little") for place in range(8))[:63]
        voice = raw.types.DocumentAttributeAudio(duration=seconds, voice=True, waveform=waveform)
        return self.document(content, date, "audio/ogg", "voice.ogg", *numbers, attributes=(voice,))

    def document(
        self,
        content: Any,
        date: int,
        mime_type: str,
        name: str,
        *numbers: int,
        attributes: tuple[Any, ...] = (),
        thumbnail: Picture | None = None,
        dc_id: int | None = None,
    ) -> Document:
        # The file name comes last: it keeps Pyrogram 2.0.106 from reading a vector of short objects as numbers.
        named = (*attributes, raw.types.DocumentAttributeFilename(file_name=name))
        id_ = file_id(*numbers, 9)
        document = Document(
            id=id_,
            access_hash=signed(mix(id_)),
            dc_id=dc_id or pick(DATA_CENTRES, *numbers, 10),
            date=date,
            mime_type=mime_type,
            content=content,
            attributes=named,
            thumbnail=thumbnail,
        )
        self.desk.keep(document)
        return document

    def _member(self, chat: Chat, place: int) -> int | None:
        """Choose who writes: a member, in supergroups now and then an anonymous administrator."""
        if chat.peer.kind == "supergroup" and mix(chat.seed, place, 11) % 12 == 0:
            return chat.id
        person = self._person(chat, place)
        return person.id if person else None

    def _person(self, chat: Chat, place: int) -> Person | None:
        if isinstance(chat.peer, Group | Channel):
            return pick(chat.peer.members, chat.seed, place, 12) if chat.peer.members else None
        return chat.peer

    @staticmethod
    def _previous(chat: Chat, message_id: int) -> int | None:
        return next((each.id for each in reversed(chat.plan) if each.id < message_id), None)
