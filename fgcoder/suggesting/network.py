"""The bundled model as an ONNX graph that computes with whole numbers, 2.6 times as fast as float32.

Built straight from the packed weights, because exporting it from PyTorch takes the weights in float32 first and gives
a graph that other tools then quantise with one scale for all tokens. That costs accuracy: a few tokens are large in the
feed-forward part, and the rest is rounded away. There each token has a scale of its own here. What goes into attention
has one for the text, which takes no extra time; hence the graph takes one text at a time.

The word embeddings stay in the four bits in which they come; the other matrices get seven bits and a scale an output.
Not eight: processors without VNNI instructions add pairs of products in 16 bits, where 255 · 63 · 2 fits and
255 · 127 · 2 does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fgcoder.suggesting.packed import Blocks, PackedModel

if TYPE_CHECKING:
    import numpy as np
    import onnx
    from numpy.typing import NDArray

IDS, POSITIONS, TOTAL = "ids", "positions", "total"
"""The graph's inputs, int64 of shape (1, n) and (n,), and its output, float32 of shape (1, d): the sum over tokens."""
_FUSED = "com.microsoft"
"""The runtime's own operators: each does what would be several of the standard's."""
_MOST = 63
_ZERO = 128
"""What stands for 0 among the unsigned bytes that a token's numbers become."""
_LEAST_GELU = -0.17
"""No value of GELU is lower. Lifted by as much, its values need no sign and have all of the byte."""
_AFFINE = ("weight", "bias")


def network(model: PackedModel) -> bytes:
    """Build the graph of a `BertModel` that sums over the tokens of one text.

    Returns
    -------
    bytes
        The content of an `.onnx` file.
    """
    graph = _Graph(model)
    state = graph.embeddings()
    for number in range(model.config["num_hidden_layers"]):
        state = graph.layer(f"encoder.layer.{number}", state)
    graph.add("ReduceSum", [state, graph.constant("tokens", [1], "int64")], TOTAL, keepdims=0)
    return graph.model()


class _Graph:
    """A graph that grows; what a method adds is referred to by the name it returns."""

    def __init__(self, model: PackedModel) -> None:
        self._packed = model
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._epsilon = float(model.config["layer_norm_eps"])

    def add(self, kind: str, inputs: list[str], name: str, domain: str = "", **options: Any) -> str:
        """Add an operation whose one result is called as it is."""
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **options))
        return name

    def constant(self, name: str, value: Any, dtype: str = "float32") -> str:
        """Add a constant, or find it by its name."""
        import numpy as np
        from onnx import numpy_helper

        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(np.asarray(value, dtype)), name)
        return name

    def embeddings(self) -> str:
        """Look up the tokens and their positions."""
        words = self._packed.weights["embeddings.word_embeddings.weight"]
        assert isinstance(words, Blocks)
        table = [
            self.constant("words", words.codes, "uint8"),
            IDS,
            self.constant("words.scales", words.scales, "float16"),
        ]
        found = self.add(
            "GatherBlockQuantized", table, "found", _FUSED, gather_axis=0, quantize_axis=1, block_size=32, bits=4
        )
        found = self.add("Cast", [found], "found.float", to=1)
        places = self._packed.floats("embeddings.position_embeddings.weight")
        kind = self._packed.floats("embeddings.token_type_embeddings.weight")[0]
        place = self.add("Gather", [self.constant("places", places + kind), POSITIONS], "place")
        # One zero a token, for QuantizeLinear; the same for every matrix.
        shape = self.add("Shape", [POSITIONS], "shape")
        self.add("Expand", [self.constant("zero", [_ZERO], "uint8"), shape], "zeros")
        return self._normalised("embeddings.LayerNorm", self.add("Add", [found, place], "embedded"))

    def layer(self, name: str, state: str) -> str:
        """Add attention and the feed-forward part, each with its shortcut."""
        attention = f"{name}.attention"
        parts = [f"{attention}.self.{part}" for part in ("query", "key", "value")]
        split = self._split(self._by_text(f"{attention}.self", parts, state), [f"{part}.out" for part in parts])
        heads = self._packed.config["num_attention_heads"]
        mixed = self.add("MultiHeadAttention", split, f"{attention}.mixed", _FUSED, num_heads=heads)
        mixed = self._by_text(f"{attention}.output", [f"{attention}.output.dense"], mixed)
        state = self._closed(f"{attention}.output", mixed, state)

        inner, dense = f"{name}.intermediate", f"{name}.output"
        bias = self.constant(f"{inner}.bias", self._packed.floats(f"{inner}.dense.bias"))
        bent = self.add("BiasGelu", [self._signed(inner, state), bias], f"{inner}.bent", _FUSED)
        return self._closed(dense, self._lifted(dense, bent), state)

    def _split(self, together: str, names: list[str]) -> list[str]:
        from onnx import helper

        self._nodes.append(helper.make_node("Split", [together], names, axis=-1, num_outputs=len(names)))
        return names

    def _closed(self, name: str, state: str, shortcut: str) -> str:
        """Add the shortcut and the normalisation that close a part."""
        return self._normalised(f"{name}.LayerNorm", self.add("Add", [state, shortcut], f"{name}.sum"))

    def _normalised(self, name: str, state: str) -> str:
        scale, shift = (self.constant(f"{name}.{part}", self._packed.floats(f"{name}.{part}")) for part in _AFFINE)
        inputs = [state, scale, shift]
        return self.add("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=self._epsilon)

    def _by_text(self, name: str, parts: list[str], state: str) -> str:
        """Multiply by the matrices of `parts`, side by side, and add their biases; the text has one scale."""
        import numpy as np

        whole, scales = _seven_bits(np.concatenate([self._packed.floats(f"{part}.weight") for part in parts]))
        bias = np.concatenate([self._packed.floats(f"{part}.bias") for part in parts])
        factors = [
            state,
            self.constant(f"{name}.weight", whole.T, "int8"),
            self.constant(f"{name}.scales", scales),
            "",
            self.constant(f"{name}.bias", bias),
        ]
        return self.add("DynamicQuantizeMatMul", factors, f"{name}.product", _FUSED)

    def _signed(self, name: str, state: str) -> str:
        """Multiply by the matrix `dense`, without its bias; each token has its own scale."""
        last = self.constant("last", [-1], "int64")
        most = self.add("ReduceMax", [self.add("Abs", [state], f"{name}.size"), last], f"{name}.most", keepdims=1)
        step = self.add("Mul", [most, self.constant("1/127", 1 / 127)], f"{name}.step")
        whole, scales = _seven_bits(self._packed.floats(f"{name}.dense.weight"))
        return self._by_token(name, state, step, whole, scales, "zeros", self.constant("nothing", _ZERO, "uint8"))

    def _lifted(self, name: str, state: str) -> str:
        """Multiply what comes out of GELU by the matrix `dense` and add its bias; each token has its own scale."""
        state = self.add("Add", [state, self.constant("lift", -_LEAST_GELU)], f"{name}.lifted")
        last = self.constant("last", [-1], "int64")
        most = self.add("ReduceMax", [state, last], f"{name}.most", keepdims=1)
        step = self.add("Mul", [most, self.constant("1/255", 1 / 255)], f"{name}.step")
        whole, scales = _seven_bits(self._packed.floats(f"{name}.dense.weight"))
        bias = self._packed.floats(f"{name}.dense.bias") + _LEAST_GELU * whole.sum(axis=1) * scales
        product = self._by_token(name, state, step, whole, scales)
        return self.add("Add", [product, self.constant(f"{name}.bias", bias)], f"{name}.biased")

    def _by_token(
        self,
        name: str,
        state: str,
        step: str,
        whole: NDArray[np.int8],
        scales: NDArray[np.float32],
        zeros: str = "",
        zero: str = "",
    ) -> str:
        """Round each token to bytes, `step` apart, multiply, and scale what comes out."""
        steps = self.add("Reshape", [step, self.constant("last", [-1], "int64")], f"{name}.steps")
        factors = [
            self.add("QuantizeLinear", [state, steps, zeros], f"{name}.whole", axis=1),
            self.constant(f"{name}.weight", whole.T, "int8"),
            self.constant("one", 1.0),
            self.constant(f"{name}.scales", scales),
            zero,
        ]
        return self.add(
            "Mul", [self.add("MatMulIntegerToFloat", factors, f"{name}.product", _FUSED), step], f"{name}.scaled"
        )

    def model(self) -> bytes:
        """Give the finished file."""
        from onnx import TensorProto, helper

        hidden = self._packed.config["hidden_size"]
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(IDS, TensorProto.INT64, [1, "n"]),
                helper.make_tensor_value_info(POSITIONS, TensorProto.INT64, ["n"]),
            ],
            [helper.make_tensor_value_info(TOTAL, TensorProto.FLOAT, [1, hidden])],
            list(self._constants.values()),
        )
        versions = [helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)]
        made = helper.make_model(graph, opset_imports=versions, ir_version=10)
        return bytes(made.SerializeToString())


def _seven_bits(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round each row to whole numbers of at most 63 and give them with the row's scale."""
    import numpy as np

    scales = np.abs(matrix).max(axis=1) / _MOST
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)
