import pytest

from digitink.errors import UnknownName
from digitink.train.recipe import RECIPES


@pytest.fixture(scope="module")
def network_module(torch):
    import digitink.train.network as network

    return network


def parameters(network):
    return sum(p.numel() for p in network.parameters())


def test_classic_has_the_textbook_layers(torch, network_module):
    network = network_module.classic().eval()
    shapes = []
    for layer in (*network.body, *network.head):
        layer.register_forward_hook(
            lambda layer, _, output: shapes.append((type(layer).__name__, *output.shape[1:]))
        )
    network(torch.zeros(2, 1, 28, 28))
    assert shapes == [
        ("Conv2d", 32, 28, 28),
        ("ReLU", 32, 28, 28),
        ("MaxPool2d", 32, 14, 14),
        ("Conv2d", 64, 14, 14),
        ("ReLU", 64, 14, 14),
        ("MaxPool2d", 64, 7, 7),
        ("Dropout", 64, 7, 7),
        ("Flatten", 3136),
        ("Linear", 128),
        ("ReLU", 128),
        ("Dropout", 128),
        ("Linear", 10),
    ]
    dropouts = [m.p for m in network.modules() if isinstance(m, torch.nn.Dropout)]
    assert dropouts == [0.25, 0.5]
    assert parameters(network) == 421_642


def test_classic_begins_with_glorots_weights(torch, network_module):
    torch.manual_seed(0)
    linear = network_module.classic().head[1]
    limit = (6 / (128 + 10)) ** 0.5
    assert 0.9 * limit < linear.weight.abs().max() <= limit
    assert not linear.bias.any()


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda recipe: recipe.name)
def test_frames_become_logits_and_features(torch, network_module, recipe):
    network = network_module.build(recipe.network).eval()
    logits, features = network(torch.rand(3, 1, 28, 28))
    assert logits.shape == (3, 10)
    assert features.shape[0] == 3
    assert features.ndim == 2
    assert torch.equal(network.head(features), logits)


def test_fast_is_small(network_module):
    assert parameters(network_module.fast()) <= 200_000


def test_the_docstrings_count_the_parameters(network_module):
    for name, make in network_module.NETWORKS.items():
        assert f"{parameters(make()):,} parameters" in make.__doc__.replace("\n", " "), name


def test_an_unknown_network_lists_the_right_ones(network_module):
    with pytest.raises(UnknownName, match="no network named 'fats'; known: classic, fast"):
        network_module.build("fats")
