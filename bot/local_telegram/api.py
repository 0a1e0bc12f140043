"""One bot's Telegram: answers the Bot API from memory, strictly, and can be told to fail."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local_telegram import parameters
from bot.local_telegram.bell import Bell
from bot.local_telegram.faults import Fault, Faults, refusal_for
from bot.local_telegram.methods import METHODS
from bot.local_telegram.refusals import RefusalError, bad_request
from bot.local_telegram.rooms import StoredFile
from bot.local_telegram.transport import LocalTransport
from bot.local_telegram.updates import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from bot.local_telegram.answers import Query, Toast
    from bot.local_telegram.chats import Chat
    from bot.local_telegram.refusals import JSON


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot and what became of it; a refused call has no result."""

    method: str
    parameters: JSON
    result: Any = None
    refusal: RefusalError | None = None


class LocalTelegram:
    """The Bot API for one bot, in this process.

    Args:
        token: The only token it accepts.
        name: The bot's visible name.
        username: The bot's username, without the @.
        clock: Gives the seconds since 1970; callbacks grow old by it.
        delay: Seconds that every call takes.
        record: How many of the last calls to remember: None for all, 0 for none.
        privacy: Whether the bot misses ordinary talk in groups, as bots usually do.
        first_number: Where messages and updates begin to be counted; higher than before for a bot that remembers.
    """

    TOKEN = "1:local"  # noqa: S105 - it opens nothing but this object

    def __init__(  # noqa: PLR0913 - each has a plain default
        self,
        *,
        token: str = TOKEN,
        name: str = "Local bot",
        username: str = "local_bot",
        clock: Callable[[], float] = time.time,
        delay: float = 0.0,
        record: int | None = None,
        privacy: bool = True,
        first_number: int = 1,
    ) -> None:
        self.token, self.delay, self.privacy, self.reachable = token, delay, privacy, True
        self.bot: JSON = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.bell = Bell()
        self.updates = UpdateQueue(self.now, self.bell, first_number + 1000)
        self.chats: dict[int, Chat] = {}
        self.calls: deque[Call] = deque(maxlen=record)
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.toasts: dict[int, list[Toast]] = {}
        self.inline_answers: dict[int, JSON] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.menu_buttons: dict[int | None, JSON] = {}
        self._clock, self._shift = clock, 0.0
        self._faults = Faults()
        self._numbers = count(first_number)
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )
        self.transport = LocalTransport(self)

    def fail(  # noqa: PLR0913 - each has a plain default
        self,
        method: str,
        status: int = 500,
        text: str = "",
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        times: int | None = 1,
        skip: int = 0,
        chat_id: int | None = None,
        deliver: bool = False,
    ) -> None:
        """Refuse the next calls of a method ("*" for any); with `deliver`, only after doing what they ask."""
        refusal = refusal_for(status, text, retry_after, migrate_to)
        self._faults.add(Fault(method, refusal, deliver, times, skip, chat_id))

    def hang(
        self,
        method: str,
        *,
        times: int | None = 1,
        skip: int = 0,
        chat_id: int | None = None,
        deliver: bool = False,
    ) -> None:
        """Never answer the next calls of a method; with `deliver`, do what they ask all the same."""
        self._faults.add(Fault(method, None, deliver, times, skip, chat_id))

    def heal(self) -> None:
        """Forget every fault, let go of the calls that hang (they get 502) and be reachable again."""
        self.reachable = True
        self._faults.clear()

    def called(self, method: str) -> list[Call]:
        """Give the remembered calls of one method."""
        return [call for call in self.calls if call.method == method]

    def now(self) -> float:
        """Give the time in this Telegram."""
        return self._clock() + self._shift

    def advance(self, seconds: float) -> None:
        """Let time pass in this Telegram."""
        self._shift += seconds

    async def drained(self) -> None:
        """Wait until the bot has confirmed every update."""
        await self.updates.drained()

    async def changed(self, rings: int) -> int:
        """Wait until something happened after that many rings of the bell, and give the new number."""
        await self.bell.until(lambda: self.bell.rings > rings)
        return self.bell.rings

    async def call(self, method: str, given: JSON) -> Any:  # noqa: ANN401 - each method answers in its own way
        """Make one call, as a bot would; raises RefusalError where Telegram would refuse."""
        known = METHODS.get(method)
        if known is None:
            raise RefusalError(404)
        if self.delay:
            await asyncio.sleep(self.delay)
        fault = None
        try:
            given = parameters.understand(given, known.required, known.known)
            fault = self._faults.for_call(method, given)
            if fault and not fault.deliver:
                await self._faults.strike(fault)
            result = known.run(self, given)
            if inspect.isawaitable(result):
                result = await result
        except RefusalError as refusal:
            self.calls.append(Call(method, given, refusal=refusal))
            raise
        self.calls.append(Call(method, given, result))
        if fault:
            await self._faults.strike(fault)
        return result

    def chat(self, chat_id: int | str) -> Chat:
        """Give a chat that the bot may name, by number or by @name."""
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if isinstance(chat_id, str):
            public = (each for each in self.chats.values() if not each.private and each.username)
            found = next((each for each in public if f"@{each.username}" == chat_id), None)
        if found is None:
            raise bad_request("chat not found")
        return found

    def post(self, chat: Chat, content: JSON) -> JSON:
        """Put a new message into a chat and give it with its number and date."""
        message = {"message_id": self.next_number(), "date": int(self.now()), "chat": chat.card()} | content
        chat.keep(message)
        self.bell.ring()
        return message

    def keep_file(self, name: str, content: bytes, kind: str) -> StoredFile:
        """Keep a file so that it can be fetched by its number."""
        stored = StoredFile(f"file{self.next_number()}", name, content, kind)
        self.files[stored.file_id] = stored
        return stored

    def next_number(self) -> int:
        """Give a number that was not given before."""
        return next(self._numbers)

    async def _answer(self, request: Request) -> Response:
        try:
            if request.path_params["token"] != self.token:
                raise RefusalError(401)  # noqa: TRY301 - one place answers every refusal
            given = await parameters.read(request)
            return JSONResponse({"ok": True, "result": await self.call(request.path_params["method"], given)})
        except RefusalError as refusal:
            return JSONResponse(refusal.answer(), refusal.status)

    async def _download(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return JSONResponse(RefusalError(401).answer(), 401)
        for stored in self.files.values():
            if stored.path == request.path_params["path"]:
                return Response(stored.content, media_type="application/octet-stream")
        return JSONResponse(RefusalError(404).answer(), 404)
