"""The base of every refusal of Padu: a stable English code and the data of the case, no prose and no HTTP."""


class PaduError(Exception):
    """A refusal with a reason. Subclasses set `code`; the words for people are looked up by it elsewhere.

    data  keyword arguments that name the case (ids, codes, counts); never names of persons, NIK or no. KK
    """

    code: str = "padu.error"

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.code, data)

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value!r}" for key, value in self.data.items())])
