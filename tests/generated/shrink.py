"""Makes a failing generated program smaller: leaves statements out while it still fails in the same way.

Delta debugging over the numbers of statements: halves first, then smaller parts, until no single statement can go.
"""
import shutil

TRIALS = 400


def kind_of(expected, actual):
    """None when the outputs are equal, else a word for the kind of difference."""
    if expected == actual:
        return None
    for mark in ("(ran out of time)", "(ended with", "failed: ", "(did not run)"):
        if mark in actual and mark not in expected:
            return mark
    return "differs"


def fails(shop, seed, mode, drop, wanted=None):
    """The kind of failure of a program without the dropped statements."""
    try:
        folder = shop.build({seed: shop.make(seed, drop)[0]})
    except ValueError:
        return None
    expected = shop.reference(folder, [seed])[seed]
    actual = shop.under_test(mode, folder, [seed])[seed]
    shutil.rmtree(folder)
    return kind_of(expected, actual)


def shrink(shop, seed, mode):
    """The text of the smallest failing program found."""
    count = shop.make(seed)[1]
    wanted = fails(shop, seed, mode, set())
    if not wanted:
        print(f"note {shop.name(seed)}: does not fail alone")
        return shop.make(seed)[0]
    drop, keep, part, trials = set(), list(range(count)), max(count // 2, 1), 0
    while part >= 1 and trials < TRIALS:
        at, progress = 0, False
        while at < len(keep) and trials < TRIALS:
            piece = keep[at:at + part]
            trials += 1
            if fails(shop, seed, mode, drop | set(piece)) == wanted:
                drop |= set(piece)
                del keep[at:at + part]
                progress = True
            else:
                at += part
        if part == 1 and not progress:
            break
        part = max(part // 2, 1) if part > 1 or progress else 0
    print(f"shrunk {shop.name(seed)} from {count} to {len(keep)} statements in {trials} trials")
    return shop.make(seed, drop)[0]
