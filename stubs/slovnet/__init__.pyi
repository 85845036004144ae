from navec import Navec

class Span:
    start: int
    stop: int
    type: str

class SpanMarkup:
    text: str
    spans: list[Span]

class NER:
    @classmethod
    def load(cls, path: str, batch_size: int = ...) -> NER: ...
    def navec(self, navec: Navec) -> NER: ...
    def __call__(self, item: str) -> SpanMarkup: ...
