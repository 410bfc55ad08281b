"""The picture of ties: drawn for both directions and widths, words escaped."""

from design.ties import draw

TIES = [("Lyon", "Dakar", 8), ("Madrid", "Quito", 9), ("Lyon", "<Tunis>", 2)]


def picture(rtl=False):
    return draw(TIES, says="Ties", lives="We live in", has_ties="Our ties", rtl=rtl)


def test_ties_draw_one_thread_per_tie_in_two_shapes():
    drawn = picture()

    assert drawn.count('role="img"') == 2
    assert drawn.count('stroke="#171A4D"') == 2 * len(TIES)
    assert "&lt;Tunis&gt;" in drawn


def test_ties_are_mirrored_in_right_to_left_pages():
    assert picture(rtl=True) != picture()


def test_ties_without_rows_are_an_empty_picture():
    assert draw([], says="Ties", lives="a", has_ties="b", rtl=False).count("<svg") == 2
