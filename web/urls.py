"""The addresses under /telegram/."""

from django.urls import path

from web import converters, failure_pages
from web.desk.views.chat_draft import chat_draft
from web.desk.views.chat_info import chat_info
from web.desk.views.chat_managing import chat_archive, chat_mute, chat_pin
from web.desk.views.chat_read import chat_read
from web.desk.views.chat_unread import chat_unread
from web.desk.views.chats_list import chats_list
from web.desk.views.folders import folders
from web.desk.views.formatting import formatting
from web.desk.views.link import link
from web.desk.views.members import members
from web.desk.views.message_acts import message_acts
from web.desk.views.message_edit import message_edit
from web.desk.views.message_file import message_file
from web.desk.views.message_view import message_view
from web.desk.views.messages_by_id import messages_by_id
from web.desk.views.messages_delete import messages_delete
from web.desk.views.messages_forward import messages_forward
from web.desk.views.messages_list import messages_list
from web.desk.views.messages_reaction import messages_reaction
from web.desk.views.person import person, requirement
from web.desk.views.pictures import picture, pictures
from web.desk.views.resolve import resolve
from web.desk.views.scheduled import scheduled, scheduled_delete, scheduled_edit, scheduled_send
from web.desk.views.shared_media import shared_media
from web.desk.views.topics import topic, topics
from web.desk.views.unread_icon import unread_icon
from web.login.views import index, phone, qr, session, user, verify
from web.openapi.views import openapi
from web.tokens.views import token_revoke, tokens

converters.register()
app_name = "telegram"
urlpatterns = [
    path("", index.index, name="index"),
    path("session/status/", session.session_status, name="session_status"),
    path("session/connect-again/", session.session_connect_again, name="session_connect_again"),
    path("session/reset/", session.session_reset, name="session_reset"),
    path("auth/qr/", qr.qr_start, name="qr_start"),
    path("auth/qr/status/", qr.qr_status, name="qr_status"),
    path("auth/phone/", phone.auth_phone, name="auth_phone"),
    path("auth/resend/", phone.auth_resend, name="auth_resend"),
    path("auth/verify/", verify.auth_verify, name="auth_verify"),
    path("folders/", folders, name="folders"),
    path("chats/", chats_list, name="chats_list"),
    path("chats/<chat:chat_id>/messages/", messages_list, name="messages_list"),
    path("chats/<chat:chat_id>/topics/", topics, name="topics"),
    path("chats/<chat:chat_id>/topics/<message:topic_id>/", topic, name="topic"),
    path("chats/<chat:chat_id>/info/", chat_info, name="chat_info"),
    path("chats/<chat:chat_id>/draft/", chat_draft, name="chat_draft"),
    path("chats/<chat:chat_id>/scheduled/", scheduled, name="scheduled"),
    path("chats/<chat:chat_id>/scheduled/<message:message_id>/edit/", scheduled_edit, name="scheduled_edit"),
    path("chats/<chat:chat_id>/scheduled/<message:message_id>/send/", scheduled_send, name="scheduled_send"),
    path("chats/<chat:chat_id>/scheduled/<message:message_id>/delete/", scheduled_delete, name="scheduled_delete"),
    path("chats/<chat:chat_id>/person/", person, name="person"),
    path("chats/<chat:chat_id>/members/", members, name="members"),
    path("chats/<chat:chat_id>/requirement/", requirement, name="requirement"),
    path("chats/<chat:chat_id>/shared/", shared_media, name="shared_media"),
    path("chats/<chat:chat_id>/read/", chat_read, name="chat_read"),
    path("chats/<chat:chat_id>/unread/", chat_unread, name="chat_unread"),
    path("chats/<chat:chat_id>/messages/reaction/", messages_reaction, name="messages_reaction"),
    path("chats/<chat:chat_id>/pin/", chat_pin, name="chat_pin"),
    path("chats/<chat:chat_id>/archive/", chat_archive, name="chat_archive"),
    path("chats/<chat:chat_id>/mute/", chat_mute, name="chat_mute"),
    path("chats/<chat:chat_id>/messages/delete/", messages_delete, name="messages_delete"),
    path("chats/<chat:chat_id>/messages/forward/", messages_forward, name="messages_forward"),
    path("chats/<chat:chat_id>/messages/by-id/", messages_by_id, name="messages_by_id"),
    path("chats/<chat:chat_id>/messages/<message:message_id>/", message_acts, name="message_acts"),
    path("chats/<chat:chat_id>/messages/<message:message_id>/edit/", message_edit, name="message_edit"),
    path("chats/<chat:chat_id>/messages/<message:message_id>/file/", message_file, name="message_file"),
    path("chats/<chat:chat_id>/messages/<message:message_id>/view/", message_view, name="message_view"),
    path("chats/unread/<int:number>/icon.svg", unread_icon, name="unread_icon"),
    path("resolve/", resolve, name="resolve"),
    path("formatting/", formatting, name="formatting"),
    path("link/", link, name="link"),
    path("pictures/", pictures, name="pictures"),
    path("pictures/<photo:photo_id>/<slug:size>/", picture, name="picture"),
    path("user/info/", user.user_info, name="user_info"),
    path("openapi.json", openapi, name="openapi"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", token_revoke, name="token_revoke"),
    path("<path:rest>", failure_pages.unknown),  # in the same words while debugging, and never a redirect to a slash
]
