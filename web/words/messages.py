"""Messages in words: service messages, the content beside a text, and a whole message on one line."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tgsdk import Contact, Dice, Location, Message, Poll, Service, ServiceKind

from .files import attachment_in_words, duration_in_words, shortened, visible
from .names import deleted, name_of, nameless
from .spoilers import covered

PREVIEW_LENGTH = 140
NAMES_SHOWN = 20  # of the people whom somebody added
LINE_LENGTH = 512  # characters of a line of a poll or a place; Telegram takes 300
LINES_SHOWN = 50  # of a poll; Telegram takes a dozen options
HOUR, DAY = 3600, 86_400

SERVICES: dict[ServiceKind, str | Promise] = {
    ServiceKind.CHAT_CREATED: gettext_lazy("%(sender)s created the group “%(title)s”"),
    ServiceKind.CHANNEL_CREATED: gettext_lazy("The channel was created"),
    ServiceKind.MEMBERS_ADDED: gettext_lazy("%(sender)s added %(names)s"),
    ServiceKind.MEMBER_JOINED: gettext_lazy("%(sender)s joined the group"),
    ServiceKind.MEMBER_LEFT: gettext_lazy("%(sender)s left the group"),
    ServiceKind.MEMBER_REMOVED: gettext_lazy("%(sender)s removed %(names)s"),
    ServiceKind.TITLE_CHANGED: gettext_lazy("The name was changed to “%(title)s”"),
    ServiceKind.PHOTO_CHANGED: gettext_lazy("The photo was changed"),
    ServiceKind.PHOTO_REMOVED: gettext_lazy("The photo was removed"),
    ServiceKind.MESSAGE_PINNED: gettext_lazy("%(sender)s pinned a message"),
    ServiceKind.TOPIC_CREATED: gettext_lazy("The topic “%(title)s” was created"),
    ServiceKind.UPGRADED: gettext_lazy("The group became a supergroup"),
    ServiceKind.HISTORY_CLEARED: gettext_lazy("The history was cleared"),
    ServiceKind.CONTACT_SIGNED_UP: gettext_lazy("%(sender)s joined Telegram"),
    ServiceKind.SCREENSHOT_TAKEN: gettext_lazy("%(sender)s took a screenshot"),
    ServiceKind.OTHER: gettext_lazy("Something happened here that HR Helper cannot show yet"),
}

# The same, where the account's own person did it.
OWN_SERVICES: dict[ServiceKind, str | Promise] = {
    ServiceKind.CHAT_CREATED: gettext_lazy("You created the group “%(title)s”"),
    ServiceKind.MEMBERS_ADDED: gettext_lazy("You added %(names)s"),
    ServiceKind.MEMBER_JOINED: gettext_lazy("You joined the group"),
    ServiceKind.MEMBER_LEFT: gettext_lazy("You left the group"),
    ServiceKind.MEMBER_REMOVED: gettext_lazy("You removed %(names)s"),
    ServiceKind.MESSAGE_PINNED: gettext_lazy("You pinned a message"),
    ServiceKind.SCREENSHOT_TAKEN: gettext_lazy("You took a screenshot"),
}


def preview(message: Message, *, is_group: bool) -> str:
    """A message on one line of the list of chats, after its sender where that is not clear."""
    words = content_in_words(message)
    if message.service:
        return words
    if message.is_outgoing:
        return _("You: %(text)s") % {"text": words}
    if is_group and message.sender and message.sender.id != message.chat_id:
        return f"{name_of(message.sender.name, message.sender.id)}: {words}"
    return words


def content_in_words(message: Message) -> str:
    """A message on one short line, without its sender."""
    return shortened(_content_in_words(message), PREVIEW_LENGTH)


def on_one_line(text: str) -> str:
    """A text at a glance, as it stands in the list of chats."""
    return shortened(visible(text, PREVIEW_LENGTH), PREVIEW_LENGTH)


def _content_in_words(message: Message) -> str:
    if message.service:
        return service_in_words(message)
    if message.text:
        return visible(covered(message.text, message.entities), PREVIEW_LENGTH) or _("Message")
    if message.attachment:
        return attachment_in_words(message.attachment)
    if message.content:
        return kind_of_content(message.content)
    return _("Message") if message.is_unsupported else ""


def service_in_words(message: Message) -> str:
    """A service message in words: "Anna joined the group". Nothing for other messages."""
    service = message.service
    if service is None:
        return ""
    match service.kind:
        case ServiceKind.CALL if service.seconds is None:
            return _("Missed call")
        case ServiceKind.CALL:
            return _("Call, %(duration)s") % {"duration": duration_in_words(service.seconds or 0)}
        case ServiceKind.AUTO_DELETE_SET:
            return _deletion_in_words(service.seconds or 0)
        case ServiceKind.CHAT_CREATED if message.sender is None and not message.is_outgoing:
            return _("The group “%(title)s” was created") % _values(message, service)
        case ServiceKind.CUSTOM if title := visible(service.title or ""):
            return title
    own = OWN_SERVICES.get(service.kind) if message.is_outgoing else None
    return str(own or SERVICES.get(service.kind, SERVICES[ServiceKind.OTHER])) % _values(message, service)


def kind_of_content(content: Contact | Location | Poll | Dice) -> str:
    """A contact, a place, a poll or a dice on one line."""
    match content:
        case Contact():
            return _("Contact: %(name)s") % {"name": name_of(content.name)}
        case Location():
            return _("Location")
        case Poll():
            return _("Poll: %(question)s") % {"question": visible(content.question)}
        case Dice():
            return visible(content.emoji)


def lines_of_content(content: Contact | Location | Poll | Dice | None) -> tuple[str, ...]:
    """A contact, a place, a poll or a dice in full, line by line."""
    lines = (visible(line or "", LINE_LENGTH) for line in _lines_of_content(content)[:LINES_SHOWN])
    return tuple(filter(None, lines))


def _lines_of_content(content: Contact | Location | Poll | Dice | None) -> tuple[str | None, ...]:
    match content:
        case Contact():
            return _("Contact"), name_of(content.name), content.phone
        case Location():
            place = f"{content.latitude:.5f}, {content.longitude:.5f}"
            return _("Location"), content.title, content.address, place
        case Poll():
            return _("Poll"), content.question, *(f"• {option}" for option in content.options)
        case Dice():
            return (f"{content.emoji} {content.value}",)
    return ()


def _values(message: Message, service: Service) -> dict[str, str]:
    sender = name_of(message.sender.name, message.sender.id) if message.sender else deleted()
    names = ", ".join(name_of(name) for name in service.names[:NAMES_SHOWN])
    more = ", …" if len(service.names) > NAMES_SHOWN else ""
    return {"sender": sender, "names": names + more or deleted(), "title": visible(service.title or "") or nameless()}


def _deletion_in_words(seconds: int) -> str:
    if not seconds:
        return _("Messages are no longer deleted by themselves")
    if seconds < DAY:
        hours = max(1, round(seconds / HOUR))
        return _("Messages are now deleted by themselves after %(number)d h") % {"number": hours}
    number = round(seconds / DAY)
    text = ngettext(
        "Messages are now deleted by themselves after %(number)d day",
        "Messages are now deleted by themselves after %(number)d days",
        number,
    )
    return text % {"number": number}
