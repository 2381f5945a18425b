"""``help.*``: what a client asks first (https://core.telegram.org/method/help.getConfig)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..state.world import World
from .registry import Request, method

CONFIG_LIFETIME = 3600


@method("help.GetConfig", "anyone")
def get_config(request: Request) -> Any:
    now = int(request.world.now())
    return raw.types.Config(
        date=now,
        expires=now + CONFIG_LIFETIME,
        test_mode=False,
        this_dc=request.key.dc_id,
        dc_options=_data_centers(request.world),
        dc_txt_domain_name="",
        chat_size_max=200,
        megagroup_size_max=200_000,
        forwarded_count_max=100,
        online_update_period_ms=210_000,
        offline_blur_timeout_ms=5_000,
        offline_idle_timeout_ms=30_000,
        online_cloud_timeout_ms=300_000,
        notify_cloud_delay_ms=30_000,
        notify_default_delay_ms=1_500,
        push_chat_period_ms=60_000,
        push_chat_limit=2,
        edit_time_limit=172_800,
        revoke_time_limit=2_147_483_647,
        revoke_pm_time_limit=2_147_483_647,
        rating_e_decay=2_419_200,
        stickers_recent_limit=200,
        channels_read_media_period=604_800,
        call_receive_timeout_ms=20_000,
        call_ring_timeout_ms=90_000,
        call_connect_timeout_ms=30_000,
        call_packet_timeout_ms=10_000,
        me_url_prefix="https://t.me/",
        caption_length_max=1_024,
        message_length_max=4_096,
        webfile_dc_id=1,
    )


def _data_centers(world: World) -> list[Any]:
    options = []
    for dc_id, (host, port) in sorted(world.addresses.items()):
        options.append(raw.types.DcOption(id=dc_id, ip_address=host, port=port))
        if world.ipv6_host is not None:
            options.append(raw.types.DcOption(id=dc_id, ip_address=world.ipv6_host, port=port, ipv6=True))
    return options


@method("help.GetNearestDc", "anyone")
def get_nearest_dc(request: Request) -> Any:
    return raw.types.NearestDc(country="NL", this_dc=request.key.dc_id, nearest_dc=request.key.dc_id)
