"""The shipped model on the handwriting of people who are not in MNIST.

No target yet: the table says where it stands. The data sets are looked for in $DIGITINK_DATA and
in the user's data folder; those that are missing are named, with where to get them.
"""

from claims import machine, parser, table

SETS = (
    "mnist-test",
    "pendigits.tes",
    "usps.test",
    "semeion",
    "optdigits.windep",
    "hwd-1000",
    "digilets-a",
)


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--model", help="a name or the path of an .onnx; the default model if not")
    given = options.parse_args()

    from digitink import DigitinkError, load_model
    from digitink.data import load
    from digitink.evaluate.measure import measure

    model = load_model(given.model)
    print(f"model {model.name}; {machine('onnxruntime', 'opencv-python-headless')}", end="\n\n")
    rows, missing = [], []
    for name in SETS:
        try:
            found = measure(model, load(name))
        except DigitinkError as error:
            missing.append(str(error))
            continue
        low, high = (f"{100 * bound:.2f}" for bound in found.interval)
        rows.append(
            [
                name,
                f"{found.n:,}",
                f"{100 * found.accuracy:.2f}",
                f"{low} to {high}",
                f"{found.loss:.4f}",
                f"{found.calibration_error:.4f}",
                f"{100 * found.unsure_share:.2f}",
            ]
        )
    head = ["set", "n", "right, %", "95 % interval", "loss", "calibration error", "unsure, %"]
    print(table(head, rows))
    for complaint in missing:
        print(f"\nnot measured: {complaint}")


if __name__ == "__main__":
    main()
