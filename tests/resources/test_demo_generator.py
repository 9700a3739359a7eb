from pathlib import Path

import pytest

from crosstie.resources.demo import DemoNotMade, generate


def test_a_cancelled_demo_leaves_nothing_behind_and_tells_how_far_it_came(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    def stop_soon() -> bool:
        return len(told) > 4

    with pytest.raises(DemoNotMade, match="cancelled"):
        generate(tmp_path / "demo", lambda stage, share: told.append((stage, share)), stop_soon)
    assert list((tmp_path / "demo").iterdir()) == []
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1


def test_a_folder_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file stands here")
    with pytest.raises(DemoNotMade, match="taken") as told:
        generate(taken)
    assert "\n" not in str(told.value)
    assert taken.read_text() == "a file stands here"
