"""The libraries that a player can be made with; what they share is in the player."""


class Aiogram:
    """What is particular to aiogram."""

    def __init__(self, base, token):
        import aiogram.types
        from aiogram import Bot
        from aiogram.client.session.aiohttp import AiohttpSession
        from aiogram.client.telegram import TelegramAPIServer

        self.types = aiogram.types
        self.bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))

    async def open(self):
        return await self.bot.get_me()

    async def close(self):
        await self.bot.session.close()

    def upload(self, name, content, file_name):
        return {name: self.types.BufferedInputFile(content, file_name)}


class Telegram:
    """What is particular to python-telegram-bot."""

    def __init__(self, base, token):
        import telegram
        from telegram.ext import ApplicationBuilder

        self.types = telegram
        builder = ApplicationBuilder().token(token).base_url(base + "/bot")
        self.app = builder.base_file_url(base + "/file/bot").build()
        self.bot = self.app.bot

    async def open(self):
        await self.app.initialize()
        return await self.bot.get_me()

    async def close(self):
        await self.app.shutdown()

    def upload(self, name, content, file_name):
        return {name: content, "filename": file_name}


LIBRARIES = {"aiogram": Aiogram, "telegram": Telegram}
