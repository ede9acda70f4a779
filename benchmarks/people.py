"""The shipped model on the handwriting of people who are not in MNIST.

No target yet: the table says where it stands. The data sets are looked for in $DIGITINK_DATA and
in the user's data folder; those that are missing are named, with where to get them. Of letters,
the more are marked unsure, the better.
"""

from claims import machine, parser, table


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--model", help="a name or the path of an .onnx; the default model if not")
    given = options.parse_args()

    from digitink import load_model
    from digitink.evaluate import suite
    from digitink.evaluate.summary import HEAD, cells

    model = load_model(given.model)
    print(f"model {model.name}; {machine('onnxruntime', 'opencv-python-headless')}", end="\n\n")
    found = suite.find()
    rows = [[result.data, *cells(result)] for result in suite.measure_all(model, found)]
    print(table(["set", *HEAD], rows))
    for line in found.missing:
        print(f"\nnot measured: {line}")


if __name__ == "__main__":
    main()
