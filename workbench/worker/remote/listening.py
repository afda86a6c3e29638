"""Listening to a run on a host: its messages and files, and what a person does to it meanwhile."""

import contextlib
from collections.abc import Generator
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, Prepared, Progressed, Saved, Started, TranslatorKept
from workbench.core.throttle import Throttle
from workbench.store.remote_run import Arrived, RemoteRun, arrived, write_arrived
from workbench.worker.control import Control
from workbench.worker.host.protocol import Act, Ended, FileList, FilePart, Follow, Heard, HostReply, RunAction
from workbench.worker.remote.arriving import ArrivingFolder, PathPairs, own_job
from workbench.worker.remote.connection import Connection, LostConnectionError
from workbench.worker.remote.sending import GB
from workbench.worker.replies import AnyReply, Paused, Reply, Resumed

LISTEN_SECONDS = 0.1  # between two looks at what a person asks
TICK_SECONDS = 0.5  # without a message, the last progress is told again, so that a front end can stop the run
SAVE_SECONDS = 2.0
Message = Event | Reply


class Listener:
    """What arrives of a run, over one connection. `last`: the last message of a run that is over."""

    def __init__(self, folder: Path, remote: RemoteRun, limit_gb: float) -> None:
        self.folder, self.remote = folder, remote
        state = arrived(folder)
        self.position, self.paths = state.position, _pairs(folder, remote)
        self.files = ArrivingFolder(folder, self.paths, remote, state.files, round(limit_gb * GB))
        self.last: AnyReply | None = None
        self.paused = state.paused
        self.progress: Event = Prepared(f"Starting on {remote.host}", 0, 1)
        self._saving, self._ticks = Throttle(SAVE_SECONDS), Throttle(TICK_SECONDS)

    def listen(
        self, link: Connection, control: Control, stops_when_closed: bool
    ) -> Generator[Message, None, Ended | None]:
        """Yield the messages of the run. Returns how it ended, or None if the front end leaves it.

        `stops_when_closed`: closing the generator stops the run, and returns when its files are here. Raises UserError
        for what does not belong to the run, and LostConnectionError.
        """
        link.send(Follow(self.remote.run, self.position, self.files.files))
        asked = _Asked(self.paused)
        try:
            while not control.leaving.is_set():
                step = self._step(link, control, asked)
                if isinstance(step, Ended):
                    return step
                if step is not None:
                    yield step
            return None
        except GeneratorExit:
            control.stop()
            with contextlib.suppress(LostConnectionError):
                while stops_when_closed and not isinstance(self._step(link, control, asked), Ended):
                    pass
            raise
        finally:
            self.files.close()
            if self.last is None:
                self._save()

    def _step(self, link: Connection, control: Control, asked: "_Asked") -> Message | Ended | None:
        """Pass on what a person asks, and take the next answer: the message in it, or how the run ended."""
        for action in asked.new(control):
            link.send(Act(self.remote.run, action))
        reply = link.receive(LISTEN_SECONDS)
        if isinstance(reply, Ended):
            self._save(over=reply.finished)
            return reply
        if self._saving.due():
            self._save()
        message = self._taken(reply) if reply is not None else self.progress if self._ticks.due() else None
        if message is not None:
            self._ticks.restart()
        return message

    def _taken(self, reply: HostReply) -> Message | None:
        """Take an answer of the host; the message of the run in it, if there is one to pass on."""
        match reply:
            case Heard():
                return self._heard(reply)
            case FilePart():
                self.files.take(reply)
            case FileList():
                self.files.keep_only(reply)
            case _:
                raise UserError(f"{self.remote.host} sent a wrong answer.", "Nothing was kept of it.")
        return None

    def _heard(self, heard: Heard) -> Message | None:
        """The message, with the paths of this computer; None for the last one, which is kept in `last`."""
        try:
            response = self.paths.in_message(heard.message)
        except msgspec.DecodeError as error:
            raise UserError(f"{self.remote.host} sent an invalid message ({error}).", "Resume the run.") from error
        self.position = heard.position
        message = self._own(response.message)
        self.paused = isinstance(message, Paused) or (self.paused and not isinstance(message, Resumed))
        if response.last:
            self.last = message
            return None
        if isinstance(message, Progressed | Prepared):
            self.progress = message
        return message

    def _own(self, message: AnyReply) -> AnyReply:
        """The message with the job and the folders of this run, whatever the host says."""
        match message:
            case Started(job=job, folder=folder):
                own = own_job(job, self.remote.job)
                return msgspec.structs.replace(message, job=own, folder=self._inside(folder))
            case Finished():
                return msgspec.structs.replace(message, run=str(self.folder))
            case TranslatorKept(folder=folder):
                return msgspec.structs.replace(message, folder=self._inside(folder))
            case Saved(path=path):
                return msgspec.structs.replace(message, path=self._inside(path))
        return message

    def _inside(self, path: str) -> str:
        """A path of the run folder; the folder itself instead of any other."""
        inside = Path(path).is_relative_to(self.folder) and ".." not in Path(path).parts
        return path if inside else str(self.folder)

    def _save(self, over: bool = False) -> None:
        write_arrived(self.folder, Arrived(self.position, self.files.files, begun=True, over=over, paused=self.paused))


def _pairs(folder: Path, remote: RemoteRun) -> PathPairs:
    """The paths of a run; its folder here may have been moved since it began."""
    (run_folder, _), *others = remote.paths
    return PathPairs(remote.root, ((run_folder, str(folder)), *others))


class _Asked:
    """What was asked of the run. `paused`: it waits there, so a front end that does not pause it lets it go on."""

    def __init__(self, paused: bool) -> None:
        self.paused, self.stopped = paused, False

    def new(self, control: Control) -> list[RunAction]:
        """The actions that have not been sent yet."""
        actions = []
        if control.stopping.is_set():
            actions += [] if self.stopped else [RunAction.STOP]
            self.stopped = True
        elif control.running.is_set() == self.paused:
            self.paused = not self.paused
            actions.append(RunAction.PAUSE if self.paused else RunAction.RESUME)
        return actions
