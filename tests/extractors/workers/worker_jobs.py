"""What the workers of test_reading_workers do."""

import os
import signal


def work(job: str, context: str) -> object:
    if job == "pid":
        return os.getpid()
    if job == "parent":
        return os.getppid()
    if job == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if job == "leave":
        os._exit(3)
    if job == "raise":
        raise RuntimeError(job)
    if job == "hang":
        while True:
            pass
    return job.removeprefix("say ") + context
