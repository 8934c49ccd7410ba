"""Programs that run beside ours: their output, their cost and their end."""

import os
import sys
import time

import pytest

from clusterkg.ontology.reasoning.children import TimeLimitError, run


def test_output_status_and_cost_are_returned() -> None:
    script = "import sys, time; x = b'x' * 60_000_000; print('à'); time.sleep(0.2); sys.exit('no')"
    done = run([sys.executable, "-X", "utf8", "-c", script], 30)
    assert (done.status, done.output, done.errors) == (1, "à\n", "no\n")
    # Python itself takes about 10 MB; the zeros are written, so they are resident.
    assert 60e6 < done.peak < 150e6
    assert 0 < done.seconds < 30


def test_peak_is_the_childs_own() -> None:
    """Neither that of an earlier child, nor that of the process that starts it."""
    run([sys.executable, "-c", "bytearray(120_000_000)"], 30)
    own = b"x" * 120_000_000
    assert run([sys.executable, "-c", "import time; time.sleep(0.1)"], 30).peak < 60e6
    assert len(own) == 120_000_000


def test_child_and_its_children_are_stopped_in_time() -> None:
    start = time.perf_counter()
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])"
    with pytest.raises(TimeLimitError, match=r"stopped after 0\.5 seconds"):
        run([sys.executable, "-c", script], 0.5)
    assert time.perf_counter() - start < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds another process")
def test_processor_time_is_bounded_even_if_nobody_waits() -> None:
    script = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    script = f"import time; time.sleep(0.3); {script}"
    bound = int(run([sys.executable, "-c", script], 7).output)
    assert bound == 7 * (os.cpu_count() or 1) + 1


def test_program_that_does_not_exist() -> None:
    with pytest.raises(FileNotFoundError):
        run(["no-such-program"], 1)
