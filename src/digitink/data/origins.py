"""Where the known data sets come from, under which licence, and whom to credit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where data come from: `home` is the page that offers them, `citation` whom to credit."""

    title: str
    licence: str
    home: str
    citation: str


MNIST = Origin(
    "MNIST",
    "CC BY-SA 3.0",
    "http://yann.lecun.com/exdb/mnist/",
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document "
    "recognition, Proceedings of the IEEE 86(11), 1998; data by Y. LeCun and C. Cortes",
)
PENDIGITS = Origin(
    "Pen-Based Recognition of Handwritten Digits, original pen strokes",
    "CC BY 4.0",
    "https://archive.ics.uci.edu/dataset/81/pen+based+recognition+of+handwritten+digits",
    "E. Alpaydin, F. Alimoglu, UCI Machine Learning Repository, 1996, doi:10.24432/C5MG6K",
)
USPS = Origin(
    "US postal digits, 16x16 grey",
    "none stated",
    "https://hastie.su.domains/ElemStatLearn/data.html",
    "Y. LeCun et al., 1990; T. Hastie, R. Tibshirani, J. Friedman: The Elements of Statistical "
    "Learning, Springer",
)
OPTDIGITS = Origin(
    "Optical Recognition of Handwritten Digits, original 32x32 bitmaps",
    "CC BY 4.0",
    "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits",
    "E. Alpaydin, C. Kaynak, UCI Machine Learning Repository, 1998, doi:10.24432/C50P49",
)
SEMEION = Origin(
    "Semeion Handwritten Digit, 16x16 bitmaps",
    "CC BY 4.0",
    "https://archive.ics.uci.edu/dataset/178/semeion+handwritten+digit",
    "Semeion Research Center of Sciences of Communication, Rome; Tattile, Brescia; UCI Machine "
    "Learning Repository, doi:10.24432/C5SC8V",
)
HWD_1000 = Origin(
    "HwD-1000, 28x28 drawings in varied pens",
    "MIT",
    "https://github.com/niklashenning/hwd-1000-dataset",
    "N. Henning: HwD-1000 Dataset, 2024",
)
DIGILETS = Origin(
    "DigiLeTs, digits and letters as pen strokes",
    "none stated",
    "https://github.com/CognitiveModeling/DigiLeTs",
    "Cognitive Modeling: Extending the Handwritten Character Omniglot Challenge (DigiLeTs)",
)
