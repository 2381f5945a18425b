"""run_async_task() in forked workers, and under WSGI and ASGI."""

from collections.abc import Callable


def test_a_forked_worker_can_call(python: Callable[[str], str]) -> None:
    script = """
        import asyncio, os, sys, threading, warnings
        from tgsdk import run_async_task

        async def answer():
            await asyncio.to_thread(int)
            return 42

        def in_thread():
            results = []
            thread = threading.Thread(target=lambda: results.append(run_async_task(answer(), timeout=10)))
            thread.start()
            thread.join()
            return results

        def in_child(work):
            child = os.fork()
            if child == 0:
                try:
                    os._exit(0 if work() else 1)
                finally:
                    os._exit(2)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

        def work():
            return run_async_task(answer(), timeout=10) == 42 and in_thread() == [42]

        async def fork_under_a_running_loop():
            return in_child(work)

        assert work()
        print(in_child(work), in_child(lambda: in_child(work) == 0), asyncio.run(fork_under_a_running_loop()))
        """
    assert python(script) == "0 0 0"


SITE = """
    import asyncio, concurrent.futures, json, socket, threading, urllib.request
    import django
    from django.conf import settings
    from django.http import JsonResponse
    from django.urls import path
    from tgsdk import run_async_task

    async def work(thread):
        await asyncio.to_thread(int)
        await asyncio.sleep(0.01)
        return {"caller": thread}

    def sync_view(request):
        return JsonResponse(run_async_task(work(threading.current_thread().name), timeout=20))

    async def async_view(request):
        return JsonResponse(run_async_task(work(threading.current_thread().name), timeout=20))

    urlpatterns = [path("sync/", sync_view), path("async/", async_view)]
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="for this test", LOGGING_CONFIG=None)
    django.setup()

    def get(url):
        with urllib.request.urlopen(url, timeout=30) as response:
            return json.load(response)["caller"]

    def get_many(port):
        urls = [f"http://127.0.0.1:{port}/{kind}/" for kind in ("sync", "async")] * 8
        with concurrent.futures.ThreadPoolExecutor(len(urls)) as pool:
            print(*pool.map(get, urls), sep="\\n")
    """


def test_views_under_wsgi_with_threads_can_call(python: Callable[[str], str]) -> None:
    script = """
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Handler(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Handler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    get_many(server.server_port)
    server.shutdown()
    thread.join()
    server.server_close()
    """
    callers = python(SITE + script).splitlines()
    assert len(callers) == 16
    assert any("process_request_thread" in caller for caller in callers)


def test_views_under_asgi_can_call(python: Callable[[str], str]) -> None:
    script = """
    import uvicorn
    from django.core.asgi import get_asgi_application

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            started.set()

    started = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(uvicorn.Config(get_asgi_application(), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), name="uvicorn's loop")
    thread.start()
    assert started.wait(20)
    get_many(listening.getsockname()[1])
    server.should_exit = True
    thread.join()
    listening.close()
    """
    callers = python(SITE + script).splitlines()
    assert callers[1::2] == ["uvicorn's loop"] * 8
    assert len(set(callers[0::2]) - {"uvicorn's loop"}) >= 1
