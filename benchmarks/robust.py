"""The goal: 97 % of MNIST's test images read right, on average over fifteen corruptions.

They are those of MNIST-C (arXiv 1906.02337), written anew with the authors' severities, so the
figures are near those of the published files and not the same. The corrupted frames go to the
network as they are.
"""

from claims import Target, conclude, machine, parser, table

MEAN = 97  # %


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--model", help="a name or the path of an .onnx; the default model if not")
    given = options.parse_args()

    from digitink import load_model
    from digitink.data import mnist
    from digitink.evaluate.corrupt import measure_all
    from digitink.evaluate.summary import HEAD, Mean, cells

    model = load_model(given.model)
    print(f"model {model.name}; {machine('onnxruntime', 'opencv-python-headless')}", end="\n\n")
    measured = dict(measure_all(model, mnist("test")))
    mean = Mean.over(list(measured.values()))
    rows = [[name, *cells(result)] for name, result in (*measured.items(), ("mean", mean))]
    print(table(["corruption", *HEAD], rows), end="\n\n")
    conclude([Target("mean of the fifteen", 100 * mean.accuracy, MEAN, " %")])


if __name__ == "__main__":
    main()
