"""What is kept from build to build is right, or it is made again."""

import pytest

from report.cache import Cache


@pytest.fixture
def cache(tmp_path):
    """Make an empty cache."""
    return Cache(tmp_path / "kept", "v")


def never():
    """Fail: what is kept is not made again."""
    raise AssertionError


def test_what_was_made_is_kept(cache):
    """The second time, the same content comes without being made, in any later process."""
    assert cache.get("a", "key", lambda: b"one\ntwo") == b"one\ntwo"
    assert Cache(cache.folder, "v").get("a", "key", never) == b"one\ntwo"


@pytest.mark.parametrize(
    ("slot", "key", "version"), [("b", "key", "v"), ("a", "other", "v"), ("a", "key", "w")]
)
def test_another_slot_key_or_version_is_another_entry(cache, slot, key, version):
    """Nothing that was made from something else is ever returned."""
    cache.get("a", "key", lambda: b"old")
    assert Cache(cache.folder, version).get(slot, key, lambda: b"new") == b"new"


def test_a_slot_holds_the_latest_entry_alone(cache):
    """However often the key changes, the folder does not grow."""
    for key in "123":
        cache.get("a", key, key.encode)
    assert [path.name for path in cache.folder.iterdir()] == ["a"]
    assert cache.get("a", "3", never) == b"3"


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole + b"x",
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda whole: b"0" + whole[1:],
        lambda whole: whole.partition(b"\n")[2],
        lambda whole: b"\xff\x00" * 40,
    ],
)
def test_a_damaged_entry_is_made_again(cache, damage):
    """Cut short, garbled or emptied, an entry is replaced and the content is right."""
    cache.get("a", "key", lambda: b"content")
    file = cache.folder / "a"
    file.write_bytes(damage(file.read_bytes()))
    assert cache.get("a", "key", lambda: b"content") == b"content"
    assert cache.get("a", "key", never) == b"content"
