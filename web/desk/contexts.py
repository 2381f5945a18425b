"""The contexts of the desk's templates: each class names its template, and its fields are the names known there."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar, Self

from django.utils.safestring import SafeString

from web.failures.failure import Failure
from web.pictures.store import pictures_url
from web.template_context import TemplateContext
from web.words.links import Link

from .acts import EditPane, MessagePane
from .forward_pane import ForwardPane
from .managing import ManagingPane
from .members import MembersPane
from .message_rows import Original
from .offers import Offer
from .panes import ChatMissing, ChatPane, ListNews, ListPane, MessagesPane, NewsPane, NewsPoll
from .people import PersonPane, SharedPane
from .scheduled_pane import ScheduledPane
from .tabs import Tab
from .topics_pane import TopicsPane
from .wanted_pictures import FetchedPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContext(TemplateContext):
    """The whole page: the list, and beside it a chat, or why there is none, or nothing yet."""

    template: ClassVar[str] = "desk.html"
    list: ListPane
    chat: ChatPane | None = None
    missing: ChatMissing | None = None
    topics: TopicsPane | None = None
    wanted_url: str | None = None

    @classmethod
    def of_topics(cls, pane: ListPane, beside: TopicsPane | ChatMissing) -> Self:
        """With the topics of a forum, or why they are missing, beside the list."""
        if isinstance(beside, ChatMissing):
            return cls.of(pane, beside)
        return cls(list=pane, topics=beside, wanted_url=pictures_url([*pane.wanted, *beside.wanted]))

    @classmethod
    def of(cls, pane: ListPane, beside: ChatPane | ChatMissing | None = None) -> Self:
        chat = beside if isinstance(beside, ChatPane) else None
        missing = beside if isinstance(beside, ChatMissing) else None
        wanted = [*pane.wanted, *(chat.wanted if chat else ())]
        return cls(list=pane, chat=chat, missing=missing, wanted_url=pictures_url(wanted))

    @property
    def status(self) -> int:
        """The status of the page: where a chat is open, that of the chat."""
        is_alone = self.chat is None and self.missing is None and self.topics is None
        failure = self.list.failure if is_alone else None
        failure = self.missing.failure if self.missing else failure
        return failure.status if failure else HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatsListContext(TemplateContext):
    """The list with the search above it."""

    template: ClassVar[str] = "partials/desk/chats_list.html"
    list: ListPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRowsContext(TemplateContext):
    """The rows of the list alone."""

    template: ClassVar[str] = "partials/desk/chat_rows.html"
    list: ListPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesListContext(TemplateContext):
    """A whole chat, or the topics of a forum in its place, or why it is missing."""

    template: ClassVar[str] = "partials/desk/messages_list.html"
    chat: ChatPane | None = None
    missing: ChatMissing | None = None
    topics: TopicsPane | None = None
    wanted_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRowsContext(TemplateContext):
    """The next page of the topics."""

    template: ClassVar[str] = "partials/desk/topic_rows.html"
    topics: TopicsPane


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsNewsContext(TemplateContext):
    """News of the topics and of the list beside them, where there are any."""

    template: ClassVar[str] = "partials/desk/topics_news.html"
    topics: TopicsPane | None
    listed: ListNews | None
    listed_wanted_url: str | None

    @classmethod
    def of(cls, topics: TopicsPane | None, listed: ListNews | None) -> Self:
        return cls(topics=topics, listed=listed, listed_wanted_url=_wanted_by(listed))


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderMessagesContext(TemplateContext):
    """Messages before those on the page."""

    template: ClassVar[str] = "partials/desk/older_messages.html"
    messages: MessagesPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerMessagesContext(TemplateContext):
    """Messages after those on the page, and with the last of them the poll for news."""

    template: ClassVar[str] = "partials/desk/newer_messages.html"
    messages: MessagesPane
    poll: NewsPoll | None
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatsNewsContext(TemplateContext):
    """News of the list."""

    template: ClassVar[str] = "partials/desk/chats_news.html"
    listed: ListNews
    listed_wanted_url: str | None

    @classmethod
    def of(cls, listed: ListNews) -> Self:
        return cls(listed=listed, listed_wanted_url=_wanted_by(listed))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageNewsContext(TemplateContext):
    """News of an open chat and of the list beside it, where there are any."""

    template: ClassVar[str] = "partials/desk/message_news.html"
    news: NewsPane | None
    wanted_url: str | None
    listed: ListNews | None
    listed_wanted_url: str | None

    @classmethod
    def of(cls, news: NewsPane | None, listed: ListNews | None) -> Self:
        wanted_url = pictures_url(news.wanted) if news else None
        return cls(news=news, wanted_url=wanted_url, listed=listed, listed_wanted_url=_wanted_by(listed))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSentContext(TemplateContext):
    """What is new in the chat with a message that was sent, where that is known."""

    template: ClassVar[str] = "partials/desk/message_sent.html"
    news: NewsPane | None
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRefusedContext(TemplateContext):
    """Why a message was not sent, for its bubble."""

    template: ClassVar[str] = "partials/desk/message_refused.html"
    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsContext(TemplateContext):
    """The words of messages that others on the page answer."""

    template: ClassVar[str] = "partials/desk/originals.html"
    originals: Sequence[Original]


@dataclass(frozen=True, slots=True, kw_only=True)
class TabsContext(TemplateContext):
    """The tabs above the list."""

    template: ClassVar[str] = "partials/desk/tabs.html"
    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsContext(TemplateContext):
    """What is read out, beside an answer that has nothing to show."""

    template: ClassVar[str] = "partials/news.html"
    news: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledContext(TemplateContext):
    """What is planned in a chat."""

    template: ClassVar[str] = "partials/desk/scheduled.html"
    scheduled: ScheduledPane


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPageContext(TemplateContext):
    """The same as a page, for a browser without a script."""

    template: ClassVar[str] = "scheduled.html"
    scheduled: ScheduledPane


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageActsContext(TemplateContext):
    """One message with what can be done with it, on a page of its own."""

    template: ClassVar[str] = "message.html"
    pane: MessagePane


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEditContext(TemplateContext):
    """The form that a message is edited in."""

    template: ClassVar[str] = "partials/desk/message_edit.html"
    edit: EditPane


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFailedContext(TemplateContext):
    """Why there is no form to edit a message in; ``is_gone`` where there will be none."""

    template: ClassVar[str] = "partials/desk/edit_failed.html"
    failure: Failure
    is_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEditPageContext(TemplateContext):
    """The same on a page of its own."""

    template: ClassVar[str] = "message_edit.html"
    edit: EditPane


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageActedContext(TemplateContext):
    """What is new in a chat after something was done in it: nothing else takes the place of the form."""

    template: ClassVar[str] = "partials/desk/message_acted.html"
    news: NewsPane | None
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardContext(TemplateContext):
    """The chats that messages can be forwarded to, or the question whether to forward to one."""

    template: ClassVar[str] = "partials/desk/forward.html"
    forward: ForwardPane


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardPageContext(TemplateContext):
    """The same on a page of its own."""

    template: ClassVar[str] = "forward.html"
    forward: ForwardPane


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedContext(TemplateContext):
    """Where messages were forwarded to."""

    template: ClassVar[str] = "partials/desk/forwarded.html"
    url: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFailedContext(TemplateContext):
    """Why something could not be done with a message."""

    template: ClassVar[str] = "partials/desk/act_failed.html"
    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class FormattingContext(TemplateContext):
    """A text as it will look."""

    template: ClassVar[str] = "partials/desk/formatting.html"
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreFailedContext(TemplateContext):
    """The next page of a list or a chat, which could not be read."""

    template: ClassVar[str] = "partials/desk/more_failed.html"
    failure: Failure
    retry_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkContext(TemplateContext):
    """Where a link of a message leads, before it is followed."""

    template: ClassVar[str] = "link.html"
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferContext(TemplateContext):
    """The offer to write to somebody, which has failed."""

    template: ClassVar[str] = "partials/desk/offer.html"
    offer: Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonContext(TemplateContext):
    """A card, or why it could not be read."""

    template: ClassVar[str] = "partials/desk/person.html"
    person: PersonPane | None
    failure: Failure | None = None
    retry_url: str = ""
    wanted_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPageContext(TemplateContext):
    """A card on a page of its own."""

    template: ClassVar[str] = "person.html"
    person: PersonPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagingContext(TemplateContext):
    """What can be done with a chat, in its card."""

    template: ClassVar[str] = "partials/desk/chat_acts.html"
    managing: ManagingPane


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatManagedContext(TemplateContext):
    """What was done with a chat of the list, in words."""

    template: ClassVar[str] = "partials/desk/chat_managed.html"
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersContext(TemplateContext):
    """A page of the members of a group, in its card."""

    template: ClassVar[str] = "partials/desk/members.html"
    members: MembersPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPageContext(TemplateContext):
    """Members of a group, on a page of their own."""

    template: ClassVar[str] = "members.html"
    members: MembersPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMediaContext(TemplateContext):
    """A page of what was shared in a chat."""

    template: ClassVar[str] = "partials/desk/shared_media.html"
    shared: SharedPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMediaPageContext(TemplateContext):
    """What was shared in a chat, on a page of its own."""

    template: ClassVar[str] = "shared_media.html"
    shared: SharedPane
    wanted_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesContext(TemplateContext):
    """Pictures that were fetched, for their places on the page."""

    template: ClassVar[str] = "partials/pictures/pictures.html"
    pictures: Sequence[FetchedPicture]


def _wanted_by(listed: ListNews | None) -> str | None:
    return pictures_url(listed.list.wanted) if listed and listed.list else None
