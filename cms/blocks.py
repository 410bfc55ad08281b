"""The blocks that editorial pages are built from: no raw HTML, no tables (trust.md X4)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

RICH = ["bold", "italic", "link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading below the page's title."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs with emphasis, links and lists."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows (WCAG 1.1.1: the alternative text is required)."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        max_length=250, label=_("What it shows"), help_text=_("For people who do not see it, one sentence.")
    )
    caption = blocks.CharBlock(max_length=250, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    words = blocks.TextBlock(label=_("Words"))
    who = blocks.CharBlock(max_length=120, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("a block", "Quote")
        template = "blocks/quote.html"


class FactsBlock(blocks.ListBlock):
    """Facts as pairs: when, where, who."""

    def __init__(self, **kwargs: object) -> None:
        pair = blocks.StructBlock(
            [
                ("term", blocks.CharBlock(max_length=60, label=_("What"))),
                ("fact", blocks.CharBlock(max_length=250, label=_("Fact"))),
            ]
        )
        super().__init__(pair, **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "blocks/facts.html"


class BodyBlock(blocks.StreamBlock):
    """What an article consists of."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=RICH)
    facts = FactsBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
