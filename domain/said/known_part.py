"""How is a loss said when only a part of the points is known?"""

from domain.wording.formats import NBSP, points

# Under this share of the points a loss is no headline: first it is said how little is known.
_HEADLINE_SHARE = 0.5


def loss_words(lost: float, known_max: float, unknown: float) -> str:
    """
    The points that may be lost with the part of the maximum they speak for.

    >>> loss_words(1.33, 60, 0).replace(NBSP, " ")
    'có thể mất 1,33 điểm'
    >>> loss_words(1.33, 60, 40).replace(NBSP, " ")
    'có thể mất 1,33 trong 60,00 điểm đã có căn cứ; 40,00 điểm chưa biết'
    >>> loss_words(1.33, 5.5, 94.5).replace(NBSP, " ")
    'mới có căn cứ của 5,50 trong 100,00 điểm, phần ấy có thể mất 1,33 điểm'
    """
    if not unknown:
        return f"có thể mất {points(lost)}{NBSP}điểm"
    if known_max < _HEADLINE_SHARE * (known_max + unknown):
        return (
            f"mới có căn cứ của {points(known_max)} trong {points(known_max + unknown)}{NBSP}điểm,"
            f" phần ấy có thể mất {points(lost)}{NBSP}điểm"
        )
    return (
        f"có thể mất {points(lost)} trong {points(known_max)}{NBSP}điểm đã có căn cứ;"
        f" {points(unknown)}{NBSP}điểm chưa biết"
    )


def no_loss_words(known_max: float, unknown: float) -> str:
    """
    That no loss is foreseen, with the part of the maximum this speaks for.

    >>> no_loss_words(60, 0)
    'không tiêu chí nào có nguy cơ mất điểm'
    >>> no_loss_words(60, 40).replace(NBSP, " ")
    'chưa thấy nguy cơ mất điểm trong 60,00 điểm đã có căn cứ; 40,00 điểm chưa biết'
    >>> no_loss_words(3, 96).replace(NBSP, " ")
    'mới có căn cứ của 3,00 trong 99,00 điểm, phần ấy chưa thấy nguy cơ mất điểm'
    """
    if not unknown:
        return "không tiêu chí nào có nguy cơ mất điểm"
    if known_max < _HEADLINE_SHARE * (known_max + unknown):
        return (
            f"mới có căn cứ của {points(known_max)} trong {points(known_max + unknown)}{NBSP}điểm,"
            " phần ấy chưa thấy nguy cơ mất điểm"
        )
    return (
        f"chưa thấy nguy cơ mất điểm trong {points(known_max)}{NBSP}điểm đã có căn cứ;"
        f" {points(unknown)}{NBSP}điểm chưa biết"
    )
