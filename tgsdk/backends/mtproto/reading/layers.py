"""Constructors of other layers, by name: what an engine cannot read is said with the layer that it is of.

Listed is what comes in the answers that are read here and has another constructor in layer 158 (Pyrogram) than in
layer 229 (Kurigram, Telethon).
"""

import re

__all__ = ["in_words", "method_in_words"]

EARLIER, LATER = 158, 229
CONSTRUCTORS = {
    "message": (0x38116EE0, 0x7600B9D3),
    "messageService": (0x2B085862, 0x7A800E0A),
    "messageReplyHeader": (0xA6D57763, 0x1B97DD66),
    "messageFwdHeader": (0x5F777DCE, 0x4E4DF4BB),
    "dialog": (0xD58A08C6, 0xFC89F7F3),
    "peerNotifySettings": (0xA83B0426, 0x99622C0C),
    "user": (0x8F97C628, 0xB1B8CC83),
    "userStatusRecently": (0xE26F42F1, 0x7B197DC8),
    "userStatusLastWeek": (0x07BF09FC, 0x541A1D1A),
    "userStatusLastMonth": (0x77EBC742, 0x65899777),
    "channel": (0x83259464, 0xD49F34C6),
    "messageMediaPhoto": (0x695150D7, 0xE216EB63),
    "messageMediaDocument": (0x9CB070D7, 0x52D8CCD9),
    "messageMediaWebPage": (0xA32DD600, 0xDDF10C3B),
    "messageMediaPoll": (0x4BD6E798, 0x773F4E66),
    "messageMediaDice": (0x3F7EE58B, 0x08CBEC07),
    "messageActionPaymentSentMe": (0x8F31B327, 0xFFA00CCC),
    "messageActionPaymentSent": (0x96163F56, 0xC624B16E),
    "messageActionSetChatTheme": (0xAA786345, 0xB91BBD3A),
    "messageActionGiftPremium": (0xC83D6AEC, 0x48E91302),
    "messageActionRequestedPeer": (0xFE77345D, 0x31518E9B),
    "messageActionSetChatWallPaper": (0xBC44A927, 0x5060A3F4),
    "messages.messages": (0x8C718E87, 0x1D73E7EA),
    "messages.messagesSlice": (0x3A54685E, 0x5F206716),
    "documentAttributeVideo": (0x0EF02CE6, 0x43C57C48),
    "webPageEmpty": (0xEB1477E8, 0x211A1788),
    "webPagePending": (0xC586DA1C, 0xB0D13E47),
    "replyInlineMarkup": (0x48A30254, 0xB2B15770),
    "keyboardButton": (0xA2FA4880, 0x2F67A72F),
    "messageEntityBlockquote": (0x020DF5D0, 0xF1CCAAAC),
    "auth.sentCodeTypeFirebaseSms": (0xE57B1432, 0x009FD736),
    "draftMessage": (0xFD8E711F, 0x60FE3294),
    "forumTopic": (0x71701DA9, 0xFCDAD815),
    "invoice": (0x3E85A91B, 0x049EE584),
    "pollAnswer": (0x6CA9C2E9, 0x4B7D786A),
    "poll": (0x86E18161, 0x966E2DBF),
    "pollAnswerVoters": (0x3B6DDAD2, 0x3645230A),
    "pollResults": (0xDCB82EA3, 0xBA7BB15E),
    "messageReactions": (0x4F2B9479, 0x0A339F0B),
    "emojiStatus": (0x929B619D, 0xE7FF068A),
}
METHODS = {
    "messages.sendMessage": (0x1CC20387, 0xFEF48F62),
    "auth.resendCode": (0x3EF1A9BF, 0xCAE47523),
    "contacts.search": (0x11F812D8, 0x5F58D0F),
    "messages.searchGlobal": (0x4BC6589A, 0x6126A43C),
}
LAYER_OF = {
    constructor: (name, layer)
    for name, both in (CONSTRUCTORS | METHODS).items()
    for constructor, layer in zip(both, (EARLIER, LATER), strict=True)
}
UNKNOWN_METHOD = re.compile(r"INPUT_METHOD_INVALID(?:_(\d+))?.*")


def in_words(constructor: int | None, layer: int) -> str:
    """Say what stands in an answer that a codec of ``layer`` does not know, and which layer has it."""
    if constructor is None:
        return "no TL object"
    if constructor not in LAYER_OF:
        return f"unknown constructor {constructor:#010x}, of another layer"
    name, theirs = LAYER_OF[constructor]
    return f"{name}#{constructor:08x}, which is of layer {theirs}" if theirs != layer else f"{name}, cut or broken"


def method_in_words(telegram_name: str, layer: int) -> str | None:
    """Say of ``INPUT_METHOD_INVALID_n`` that the server has another layer than ours; None for another error."""
    refused = UNKNOWN_METHOD.fullmatch(telegram_name)
    if refused is None:
        return None
    name, _ = LAYER_OF.get(int(refused[1] or 0), ("a method", layer))
    others = " or ".join(str(each) for each in (EARLIER, LATER) if each != layer)
    return f"{name} of layer {layer} is unknown to this server, whose layer is another, such as {others}"
