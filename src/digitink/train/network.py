"""The networks: frames (N, 1, 28, 28) float32 in 0..1 to logits (N, 10) and features (N, F)."""

from collections.abc import Callable

from torch import Tensor, nn

from digitink.errors import UnknownName


class Network(nn.Module):
    """A body that makes features of frames, and a head that makes logits of features."""

    def __init__(self, body: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.body = body
        self.head = head

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Frames (N, 1, 28, 28) to logits (N, 10) and features (N, F)."""
        features = self.body(frames)
        return self.head(features), features


class Flatten(nn.Module):
    """Maps (N, C, H, W) to (N, H * W * C), in the order in which channels-last keeps them.

    So neither the maps nor, on the way back, their gradients are copied.
    """

    def forward(self, maps: Tensor) -> Tensor:
        """Maps (N, C, H, W) to one row a frame, (N, H * W * C)."""
        return maps.permute(0, 2, 3, 1).flatten(1)


def classic() -> Network:
    """The textbook network: 421,642 parameters, 4.2 million multiply-adds a frame."""
    body = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 128),
        nn.ReLU(),
    )
    network = Network(body, nn.Sequential(nn.Dropout(0.5), nn.Linear(128, 10)))
    network.apply(_glorot)  # as the textbooks' libraries do; torch draws smaller weights
    return network


def fast() -> Network:
    """158,746 parameters, 0.6 million multiply-adds: a stride and a pool before the real work."""
    body = nn.Sequential(
        nn.Conv2d(1, 16, 5, stride=2, padding=2, bias=False),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(16),
        nn.ReLU(inplace=True),
        *_block(16, 48, 3),
        Flatten(),
        *_dense(48 * 7 * 7, 64),
    )
    return Network(body, nn.Linear(64, 10))


def standard() -> Network:
    """230,186 parameters, 3.1 million multiply-adds: a stride first, for full frames are dear."""
    body = nn.Sequential(
        *_block(1, 32, 5, stride=2),
        *_block(32, 32, 3),
        nn.MaxPool2d(2),
        *_block(32, 64, 3),
        Flatten(),
        *_dense(64 * 7 * 7, 64),
    )
    return Network(body, nn.Linear(64, 10))


def everyday() -> Network:
    """1,049,466 parameters, 16.3 million multiply-adds: full frames before strides."""
    return _wide(128)


def second() -> Network:
    """848,378 parameters, 16.1 million multiply-adds: as everyday, but with fewer features.

    Both together stay below two megabytes.
    """
    return _wide(96)


def _wide(features: int) -> Network:
    body = nn.Sequential(
        *_block(1, 16, 3),
        *_block(16, 32, 3, stride=2),
        *_block(32, 64, 3),
        nn.MaxPool2d(2),
        *_block(64, 128, 3),
        *_block(128, 128, 3),
        Flatten(),
        *_dense(128 * 7 * 7, features),
    )
    return Network(body, nn.Sequential(nn.Dropout(0.2), nn.Linear(features, 10)))


NETWORKS: dict[str, Callable[[], Network]] = {
    "classic": classic,
    "fast": fast,
    "standard": standard,
    "everyday": everyday,
    "second": second,
}


def build(name: str) -> Network:
    """A new network with random weights from torch's generator; raises UnknownName."""
    if name not in NETWORKS:
        raise UnknownName("network", name, NETWORKS)
    return NETWORKS[name]()


def _block(inputs: int, outputs: int, size: int, *, stride: int = 1) -> list[nn.Module]:
    """A convolution, batch norm (which makes a bias needless) and ReLU."""
    return [
        nn.Conv2d(inputs, outputs, size, stride=stride, padding=size // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    ]


def _dense(inputs: int, outputs: int) -> list[nn.Module]:
    """A dense layer, batch norm (which makes a bias needless) and ReLU."""
    return [
        nn.Linear(inputs, outputs, bias=False),
        nn.BatchNorm1d(outputs),
        nn.ReLU(inplace=True),
    ]


def _glorot(layer: nn.Module) -> None:
    """Glorot & Bengio (2010): uniform weights, zero biases."""
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.xavier_uniform_(layer.weight)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
