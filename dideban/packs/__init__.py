"""Topic packs: one concept each, in every language it covers, as patterns of the query language.

One YAML file is one pack; `loader.load_packs` says what stands in it.
"""

from dideban.packs.loader import Pack, load_packs

__all__ = ["Pack", "load_packs"]
