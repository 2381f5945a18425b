"""The chats that have every kind of content: a candidate's, a team's, a supergroup and a forum."""

from collections.abc import Callable
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from . import attachments
from .chats import Chat, Message, Planned
from .clips.sounds import Silence
from .clips.videos import clip
from .files import Document, Docx, Noise, Pdf, Sticker
from .markup import styled
from .numbers import mix
from .peers import Channel, Group
from .pictures import Picture
from .topic import DeskTopic
from .writers import Writers

Kind = Callable[[Chat, Planned], Message]
BEFORE, AFTER = 256, 8
MEGABYTE = 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TOPIC_COLOURS = (0x6FB9F0, 0x8EEE98, 0xCB86DB)


class EveryKind:
    """Writes the special chats of a desk: kinds of messages between ordinary ones."""

    def __init__(self, writers: Writers):
        self.writers = writers
        self.desk = writers.desk
        self.is_russian = writers.language.specials.long != "Talent pool"
        self.kinds: tuple[Kind, ...] = (
            *(self._long, self._every_entity, self._reply, self._of_user, self._of_hidden, self._of_channel),
            *(self._edited, self._photo, self._photo_with_caption, self._album, self._album, self._album),
            *(self._pdf, self._docx, self._big_file, self._voice, self._video, self._round_video, self._audio),
            *(self._sticker, self._animation, self._contact, self._geo, self._venue, self._poll, self._dice),
            *(self._web_page, self._with_reactions, self._animated_sticker, self._video_sticker, self._quiz),
            *(self._spoiler, self._bot_buttons),
            *(self._unsupported, self._unsupported_with_text, self._signed_up, self._missed_call),
            *(self._call, self._video_call, self._screenshot, self._timer, self._pinned, self._custom, self._cleared),
        )
        self.length = BEFORE + len(self.kinds) + AFTER
        #: The places of the photos of the album, which were sent at the same time.
        self.album_places = tuple(BEFORE + place for place, kind in enumerate(self.kinds) if kind == self._album)

    def candidate(self, chat: Chat, planned: Planned) -> Message:
        """Dialogues, every kind once, and a last dialogue."""
        place = planned.place - BEFORE
        if 0 <= place < len(self.kinds):
            return self.kinds[place](chat, planned)
        return self.writers.private(chat, planned)

    def team(self, chat: Chat, planned: Planned) -> Message:
        """A basic group with its service messages."""
        return self._with_events(chat, planned, self._events_of_group(chat))

    def supergroup(self, chat: Chat, planned: Planned) -> Message:
        return self._with_events(chat, planned, self._events_of_supergroup(chat))

    def forum(self, chat: Chat, planned: Planned) -> Message:
        """Three topics, begun by messages 2 to 4, and the general one."""
        types = raw.types
        begun = list(zip(self.topic_titles, TOPIC_COLOURS, strict=True))
        topics = [made(types.MessageActionTopicCreate, title=title, icon_color=colour) for title, colour in begun]
        message = self._with_events(chat, planned, (types.MessageActionChannelCreate(title=chat.peer.title), *topics))
        if planned.place > len(topics):
            topic = mix(chat.seed, planned.place, 41) % (len(topics) + 1)
            message.topic = topic + 1 if topic else None
        return message

    @property
    def topic_titles(self) -> tuple[str, ...]:
        return ("Собеседования", "Офферы", "Архив") if self.is_russian else ("Interviews", "Offers", "Archive")

    def topics(self, chat: Chat) -> dict[int, DeskTopic]:
        """Return the topics of the forum: the first is pinned, the last is closed."""
        begun = zip(range(2, 5), self.topic_titles, TOPIC_COLOURS, strict=True)
        topics = {
            number: DeskTopic(id=number, title=title, created_at=chat.plan[number - 1].date, icon_color=colour)
            for number, title, colour in begun
        }
        topics[2].is_pinned, topics[4].is_closed = True, True
        return topics

    def _with_events(self, chat: Chat, planned: Planned, events: tuple[Any, ...]) -> Message:
        """A group's messages, the first of which are service messages."""
        message = self.writers.group(chat, planned)
        if planned.place < len(events):
            peer = chat.peer
            assert isinstance(peer, Group | Channel)  # noqa: S101 - for the type checker
            members = [each.id for each in peer.members]
            is_begin = planned.place == 0 and isinstance(peer, Channel)
            message = self._message(
                chat,
                planned,
                action=events[planned.place],
                sender=chat.id if is_begin else members[0],
                mentions=tuple(members),
                reply_to=chat.plan[0].id
                if isinstance(events[planned.place], raw.types.MessageActionPinMessage)
                else None,
            )
        return message

    def _events_of_group(self, chat: Chat) -> tuple[Any, ...]:
        types, peer = raw.types, chat.peer
        assert isinstance(peer, Group)  # noqa: S101 - for the type checker
        members = [each.id for each in peer.members]
        return (
            types.MessageActionChatCreate(title="HR", users=members[:2]),
            types.MessageActionChatAddUser(users=members[1:3]),
            types.MessageActionChatDeleteUser(user_id=members[-1]),
            types.MessageActionChatEditTitle(title=peer.title),
            self.writers.photo(self.desk.opened_at, chat.seed, 42),
            types.MessageActionChatDeletePhoto(),
            types.MessageActionPinMessage(),
            types.MessageActionChatJoinedByLink(inviter_id=members[0]),
            types.MessageActionSetMessagesTTL(period=604_800),
        )

    def _events_of_supergroup(self, chat: Chat) -> tuple[Any, ...]:
        types, peer = raw.types, chat.peer
        assert isinstance(peer, Channel)  # noqa: S101 - for the type checker
        members = [each.id for each in peer.members]
        return (
            types.MessageActionChannelCreate(title=peer.title),
            types.MessageActionChatAddUser(users=members[:1]),
            types.MessageActionChatJoinedByLink(inviter_id=members[0]),
            types.MessageActionPinMessage(),
        )

    def _message(self, chat: Chat, planned: Planned, text: str = "", **more: Any) -> Message:
        return Message(id=planned.id, date=planned.date, chat_id=chat.id, text=text, **more)

    def _say(self, russian: str, english: str) -> str:
        return russian if self.is_russian else english

    # Text

    def _long(self, chat: Chat, planned: Planned) -> Message:
        """4,000 characters."""
        sentence = self._say(
            "Я работаю в этой области больше шести лет, умею договариваться и довожу дела до конца. ",
            "I have been working in this field for more than six years, and I finish what I begin. ",
        )
        return self._message(chat, planned, (sentence * 60)[:3_999] + ".")

    def _every_entity(self, chat: Chat, planned: Planned) -> Message:
        text, entities = styled(
            "👩‍💻🎓 ",
            ("Bold", self._say("Опыт", "Experience")),
            ", ",
            ("Italic", self._say("кратко", "in short")),
            ", ",
            ("Underline", self._say("важно", "important")),
            ", ",
            ("Strike", self._say("неважно", "unimportant")),
            " 🚀 ",
            ("Code", "pip install me"),
            "\n",
            ("Pre", "def hire(me):\n    return True", {"language": "python"}),
            "\n",
            ("Blockquote", self._say("Лучший коллега 🏆 за все годы", "The best colleague 🏆 in years")),
            "\n",
            ("Spoiler", self._say("Сюрприз", "A surprise")),
            " ",
            ("TextUrl", self._say("портфолио", "portfolio"), {"url": "https://example.com/portfolio?a=1&b=2"}),
            " ",
            ("Url", "https://example.org/cv"),
            " ",
            ("Email", "anna@example.com"),
            " ",
            ("Phone", "+79991234567"),
            " ",
            ("Mention", "@maria_sokolova"),
            " ",
            ("MentionName", self.desk.me.first_name or "", {"user_id": self.desk.me.id}),
            " ",
            ("Hashtag", "#python"),
            " ",
            ("BotCommand", "/start"),
            " ",
            ("CustomEmoji", "🔥", {"document_id": 5_368_324_170_671_202_286}),
        )
        return self._message(chat, planned, text, entities=entities)

    def _reply(self, chat: Chat, planned: Planned) -> Message:
        text = self._say("Да, именно так", "Yes, exactly")
        return self._message(chat, planned, text, reply_to=chat.plan[planned.place - 1].id)

    def _of_user(self, chat: Chat, planned: Planned) -> Message:
        return self._forward(chat, planned, from_id=raw.types.PeerUser(user_id=chat.id), mentions=(chat.id,))

    def _of_hidden(self, chat: Chat, planned: Planned) -> Message:
        return self._forward(chat, planned, from_name=self._say("Тайный советчик", "Secret adviser"))

    def _of_channel(self, chat: Chat, planned: Planned) -> Message:
        channel = next(each for each in self.desk.peers.values() if each.kind == "channel")
        origin = {"from_id": raw.types.PeerChannel(channel_id=channel.id), "channel_post": 7, "post_author": "HR"}
        return self._forward(chat, planned, mentions=(channel.marked_id,), **origin)

    def _forward(self, chat: Chat, planned: Planned, *, mentions: tuple[int, ...] = (), **origin: Any) -> Message:
        header = made(raw.types.MessageFwdHeader, date=planned.date - 90_000, **origin)
        text = self._say("Посмотрите, что пишут", "Look what they say")
        return self._message(chat, planned, text, forward=header, mentions=mentions)

    def _edited(self, chat: Chat, planned: Planned) -> Message:
        text = self._say("Исправила опечатку: буду в 15:00", "Corrected: I'll be there at 15:00")
        return self._message(chat, planned, text, edited_at=planned.date + 75)

    # Photos and documents

    def _photo(self, chat: Chat, planned: Planned) -> Message:
        return self._message(chat, planned, media=self.writers.photo(planned.date, chat.seed, planned.place))

    def _photo_with_caption(self, chat: Chat, planned: Planned) -> Message:
        message = self._photo(chat, planned)
        message.text, message.entities = styled("🎓 ", ("Bold", self._say("Диплом", "Diploma")), " 2019")
        return message

    def _album(self, chat: Chat, planned: Planned) -> Message:
        message = self._photo(chat, planned)
        message.album = 13_900_000_000_000_000 + mix(chat.seed) % 10**12
        if planned.place == self.album_places[0]:
            message.text = self._say("Мои проекты", "My projects")
        return message

    def _pdf(self, chat: Chat, planned: Planned) -> Message:
        content = Pdf(
            size=409_600 + 123, lines=("Curriculum vitae", "Six years of experience", "References on request")
        )
        name = self._say("Резюме Анна Смирнова.pdf", "CV Emma Clarke.pdf")
        thumbnail = Picture(type="m", width=226, height=320, seed=chat.seed)
        text = self._say("Моё резюме", "My CV")
        return self._file(
            chat, planned, content, "application/pdf", name, thumbnail=thumbnail, text=text, dc_id=self._home
        )

    def _docx(self, chat: Chat, planned: Planned) -> Message:
        content = Docx(lines=(self._say("Сопроводительное письмо", "Cover letter"), "Python, Django, SQL"))
        return self._file(chat, planned, content, WORD, self._say("Письмо.docx", "Letter.docx"))

    def _big_file(self, chat: Chat, planned: Planned) -> Message:
        content = Noise(size=50 * MEGABYTE, seed=chat.seed, head=b"PK\3\4")
        name = self._say("Портфолио.zip", "Portfolio.zip")
        return self._file(chat, planned, content, "application/zip", name, dc_id=3 - self._home)

    def _voice(self, chat: Chat, planned: Planned) -> Message:
        return self._message(chat, planned, media=self.writers.voice(planned.date, chat.seed, planned.place))

    def _video(self, chat: Chat, planned: Planned) -> Message:
        video = raw.types.DocumentAttributeVideo(duration=3, w=1280, h=720, supports_streaming=True)
        content = clip("video", 3 * MEGABYTE, chat.seed)
        thumbnail = Picture(type="m", width=320, height=180, seed=chat.seed)
        text = self._say("Видеовизитка", "About me")
        return self._file(
            chat, planned, content, "video/mp4", "video.mp4", attributes=(video,), thumbnail=thumbnail, text=text
        )

    def _round_video(self, chat: Chat, planned: Planned) -> Message:
        video = raw.types.DocumentAttributeVideo(duration=3, w=384, h=384, round_message=True)
        content = clip("round", MEGABYTE, chat.seed + 1)
        thumbnail = Picture(type="m", width=320, height=320, seed=chat.seed + 1)
        return self._file(chat, planned, content, "video/mp4", "round.mp4", attributes=(video,), thumbnail=thumbnail)

    def _audio(self, chat: Chat, planned: Planned) -> Message:
        audio = raw.types.DocumentAttributeAudio(duration=187, title="Office Hours", performer="The Recruiters")
        content = Silence(size=748_000)
        return self._file(chat, planned, content, "audio/mpeg", "office_hours.mp3", attributes=(audio,))

    def _sticker(self, chat: Chat, planned: Planned) -> Message:
        size = raw.types.DocumentAttributeImageSize(w=512, h=512)
        sticker = raw.types.DocumentAttributeSticker(
            alt="👍", stickerset=raw.types.InputStickerSetID(id=1, access_hash=1)
        )
        return self._file(chat, planned, Sticker(), "image/webp", "sticker.webp", attributes=(size, sticker))

    def _animated_sticker(self, chat: Chat, planned: Planned) -> Message:
        """One that is drawn by Telegram's applications, with a picture for all others."""
        return self._moving_sticker(chat, planned, "application/x-tgsticker", "sticker.tgs", b"\x1f\x8b", "🎉")

    def _video_sticker(self, chat: Chat, planned: Planned) -> Message:
        return self._moving_sticker(chat, planned, "video/webm", "sticker.webm", b"\x1aE\xdf\xa3", "😎")

    def _moving_sticker(
        self, chat: Chat, planned: Planned, mime_type: str, name: str, head: bytes, emoji: str
    ) -> Message:
        types = raw.types
        size = types.DocumentAttributeImageSize(w=512, h=512)
        sticker_set = types.InputStickerSetID(id=1, access_hash=1)
        sticker = types.DocumentAttributeSticker(alt=emoji, stickerset=sticker_set)
        content = Noise(size=20_000, seed=chat.seed + planned.place, head=head)
        thumbnail = Picture(type="m", width=128, height=128, seed=chat.seed + planned.place)
        attributes = (size, sticker)
        return self._file(chat, planned, content, mime_type, name, attributes=attributes, thumbnail=thumbnail)

    def _animation(self, chat: Chat, planned: Planned) -> Message:
        video = raw.types.DocumentAttributeVideo(duration=2, w=320, h=240)
        animated = raw.types.DocumentAttributeAnimated()
        content = clip("animation", 200_000, chat.seed + 3)
        thumbnail = Picture(type="m", width=320, height=240, seed=chat.seed + 3)
        return self._file(
            chat, planned, content, "video/mp4", "cat.gif.mp4", attributes=(video, animated), thumbnail=thumbnail
        )

    def _file(
        self, chat: Chat, planned: Planned, content: Any, mime_type: str, name: str, *, text: str = "", **more: Any
    ) -> Message:
        file: Document = self.writers.document(content, planned.date, mime_type, name, chat.seed, planned.place, **more)
        return self._message(chat, planned, text, media=file)

    @property
    def _home(self) -> int:
        return self.desk.account.dc_id

    # Other media

    def _contact(self, chat: Chat, planned: Planned) -> Message:
        names = ("Игорь", "Зайцев") if self.is_russian else ("Ian", "Cole")
        return self._message(chat, planned, media=attachments.contact(*names, "+79990001122"))

    def _geo(self, chat: Chat, planned: Planned) -> Message:
        return self._message(chat, planned, media=attachments.location(55.7558, 37.6173))

    def _venue(self, chat: Chat, planned: Planned) -> Message:
        title = self._say("Кофейня «Зерно»", "The Corner Café")
        address = self._say("ул. Покровка, 12", "12 High Street")
        return self._message(chat, planned, media=attachments.venue(title, address))

    def _poll(self, chat: Chat, planned: Planned) -> Message:
        question = self._say("Когда удобнее созвониться?", "When shall we talk?")
        answers = ("Утром", "Днём", "Вечером") if self.is_russian else ("Morning", "Noon", "Evening")
        return self._message(chat, planned, media=attachments.poll(question, answers))

    def _quiz(self, chat: Chat, planned: Planned) -> Message:
        """A quiz that is over: 3 votes of 4 for the right answer, that of the account among them."""
        question = self._say("Какой фреймворк у нас?", "Which framework do we use?")
        answers, voter = ("Django", "Flask", "Rails"), self.desk.me.id
        poll = attachments.poll(question, answers, votes=(3, 1, 0), voter=voter, chosen=0, correct=0)
        return self._message(chat, planned, media=poll, mentions=(voter,))

    def _dice(self, chat: Chat, planned: Planned) -> Message:
        return self._message(chat, planned, media=attachments.dice())

    def _web_page(self, chat: Chat, planned: Planned) -> Message:
        url = "https://example.com/blog/hiring"
        title = self._say("Как мы нанимаем", "How we hire")
        description = self._say("Три этапа, одна неделя.", "Three steps, one week.")
        text, entities = styled(self._say("Статья: ", "An article: "), ("Url", url))
        photo = self.writers.photo(planned.date, chat.seed, planned.place)
        preview = attachments.page_preview(url, "Example", title, description, photo)
        return self._message(chat, planned, text, entities=entities, media=preview)

    def _with_reactions(self, chat: Chat, planned: Planned) -> Message:
        text = self._say("Я приму ваше предложение", "I accept your offer")
        reactions = attachments.reactions({"👍": 2, "🎉": 1}, own="👍")
        return self._message(chat, planned, text, reactions=reactions)

    def _spoiler(self, chat: Chat, planned: Planned) -> Message:
        """A photo that is hidden until somebody looks."""
        message = self._photo(chat, planned)
        message.is_spoiler = True
        return message

    def _bot_buttons(self, chat: Chat, planned: Planned) -> Message:
        """What a bot has written, as it comes when it is passed on."""
        yes, no, more = ("Да", "Нет", "Подробнее") if self.is_russian else ("Yes", "No", "Details")
        text = self._say("Вам подходит это время?", "Does this time suit you?")
        return self._message(chat, planned, text, buttons=attachments.buttons((yes, no), (more,)))

    def _unsupported(self, chat: Chat, planned: Planned) -> Message:
        return self._message(chat, planned, media=raw.types.MessageMediaUnsupported())

    def _unsupported_with_text(self, chat: Chat, planned: Planned) -> Message:
        message = self._unsupported(chat, planned)
        message.text = self._say("Обновите приложение", "Please update")
        return message

    # Service messages

    def _event(self, chat: Chat, planned: Planned, action: Any, **more: Any) -> Message:
        return self._message(chat, planned, action=action, **more)

    def _signed_up(self, chat: Chat, planned: Planned) -> Message:
        return self._event(chat, planned, raw.types.MessageActionContactSignUp())

    def _missed_call(self, chat: Chat, planned: Planned) -> Message:
        reason = raw.types.PhoneCallDiscardReasonMissed()
        return self._event(chat, planned, raw.types.MessageActionPhoneCall(call_id=mix(1) >> 1, reason=reason))

    def _call(self, chat: Chat, planned: Planned) -> Message:
        reason = raw.types.PhoneCallDiscardReasonHangup()
        call = raw.types.MessageActionPhoneCall(call_id=mix(2) >> 1, reason=reason, duration=754)
        return self._event(chat, planned, call, is_out=True, sender=self.desk.me.id)

    def _video_call(self, chat: Chat, planned: Planned) -> Message:
        reason = raw.types.PhoneCallDiscardReasonBusy()
        return self._event(
            chat, planned, raw.types.MessageActionPhoneCall(call_id=mix(3) >> 1, video=True, reason=reason)
        )

    def _screenshot(self, chat: Chat, planned: Planned) -> Message:
        return self._event(chat, planned, raw.types.MessageActionScreenshotTaken())

    def _timer(self, chat: Chat, planned: Planned) -> Message:
        return self._event(chat, planned, raw.types.MessageActionSetMessagesTTL(period=86_400))

    def _pinned(self, chat: Chat, planned: Planned) -> Message:
        return self._event(chat, planned, raw.types.MessageActionPinMessage(), reply_to=chat.plan[BEFORE].id)

    def _custom(self, chat: Chat, planned: Planned) -> Message:
        text = self._say("Кандидат разрешил обработку данных", "The candidate has agreed to data processing")
        return self._event(chat, planned, raw.types.MessageActionCustomAction(message=text))

    def _cleared(self, chat: Chat, planned: Planned) -> Message:
        return self._event(chat, planned, raw.types.MessageActionHistoryClear())
